import { type Flow, flows, freshFlow } from '@dialpad-cti/core/fixtures';

import { newDialpadIds } from '../cli/send/new-dialpad-ids.ts';
import type { Row, Tenant } from '../testing/api-client.test.support.ts';
import { type Records, readRecords } from '../testing/compare-records.test.support.ts';
import { playFlows } from '../testing/play-flows.test.support.ts';
import { waitUntilProcessed } from '../testing/wait-until-processed.test.support.ts';
import { type ContractAsker, contractAsker } from './contract-asker.test.support.ts';
import { openStage, type Stage } from './open-stage.test.support.ts';
import { type ContractOperation, readContract } from './read-contract.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';

/** An app, what it has, and who asks with its key. */
export interface Held {
  readonly tenant: Tenant;
  readonly records: Records;
  /** Calls that go on. */
  readonly active: readonly Row[];
  readonly asker: ContractAsker;
}

export interface TenancyStage {
  readonly stage: Stage;
  readonly server: TestServer;
  readonly operations: readonly ContractOperation[];
  readonly own: Held;
  readonly foreign: Held;
}

/** A server with two apps to which the same happened, about calls and messages of their own. */
export async function openTenancyStage(
  environment: Readonly<Record<string, string>> = {},
): Promise<TenancyStage> {
  const stage = await openStage();
  const server = await stage.start({
    environment: {
      LOG_LEVEL: 'warn',
      TRUSTED_PROXY_HOPS: '1',
      RATE_LIMIT_PER_KEY: '1000000',
      RATE_LIMIT_OPERATOR: '1000000',
      RATE_LIMIT_KEY_FAILURES: '1000000',
      RATE_LIMIT_OPERATOR_FAILURES: '1000',
      // Nobody here asks it anything.
      DIALPAD_SANDBOX_CLIENT_ID: 'client',
      DIALPAD_SANDBOX_CLIENT_SECRET: 'secret-of-the-client',
      ...environment,
    },
  });
  const newId = newDialpadIds(Date.now());
  const operations = await readContract(server.url);
  const held = (name: string) => holdAll(server, name, newId);
  return { stage, server, operations, own: await held('Own'), foreign: await held('Foreign') };
}

async function holdAll(server: TestServer, name: string, newId: () => number): Promise<Held> {
  const { client, url } = server;
  const tenant = await client.createTenant(name);
  // Two voicemails, so that their list has a second page as well.
  const played = [...flows, ...flowsOf(/^03-/)].map((flow) =>
    freshFlow(flow, { now: Date.now(), newId }),
  );
  // Their ends are never told: these calls go on.
  const begun = flowsOf(/^(01|11)-/).map((flow) => {
    const { events, ...rest } = freshFlow(flow, { now: Date.now(), newId });
    return { ...rest, events: events.slice(0, 1) };
  });
  const play = { client, tenant, flows: [...played, ...begun], atOnce: 4, onDelivered: () => {} };
  await playFlows(play);
  await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 60_000 });
  return {
    tenant,
    records: await readRecords(client, tenant),
    active: await client.list('/api/calls/active', tenant),
    asker: contractAsker({ url, reader: tenant, victim: tenant }),
  };
}

const flowsOf = (names: RegExp): readonly Flow[] => flows.filter(({ name }) => names.test(name));
