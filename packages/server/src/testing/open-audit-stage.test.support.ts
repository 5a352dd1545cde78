import { randomBytes } from 'node:crypto';

import { openSimulator, type Simulator } from '@dialpad-cti/simulator';

import { exampleEvent } from '../screen/example-event.ts';
import { signEvent } from '../signing/sign-event.ts';
import type { Row, Tenant } from '../testing/api-client.test.support.ts';
import { ask, type Reply } from './ask.test.support.ts';
import { dialpadSettings } from './dialpad-settings.test.support.ts';
import { openStage, type Stage } from './open-stage.test.support.ts';
import { refuseRows } from './refuse-rows.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';
import { waitFor } from './wait-for.test.support.ts';

export interface AuditStage {
  readonly stage: Stage;
  /** The Dialpad that the server asks. */
  readonly simulator: Simulator;
  readonly server: TestServer;
  readonly tenant: Tenant;
  /** POST; the path without `/internal`. */
  readonly operate: (path: string, body?: object) => Promise<Reply>;
  /** All entries, the newest first. */
  readonly entries: () => Promise<readonly Row[]>;
  /** Ids of what waits for a person, each given out once. */
  readonly dead: () => string;
  /** Deliveries that verify by now. */
  readonly quarantined: () => string;
  readonly unrouted: () => string;
  /** Secrets that lie under the key before. */
  readonly oldSecrets: number;
  readonly close: () => Promise<void>;
}

const HELD = 12;
const FIRST_ID = 7_300_000_000_000_000;

/** A server with something of everything that an operator can do something to. */
export async function openAuditStage(): Promise<AuditStage> {
  const stage = await openStage();
  const before = await stage.start();
  const tenant = await before.client.createTenant('Audited');
  await before.client.createTenant('Other');
  await before.stop();

  const newKey = randomBytes(32).toString('base64url');
  const simulator = await openSimulator({ seed: 1 });
  const server = await stage.start({
    environment: {
      ENCRYPTION_KEYS: `${newKey},${testSecrets.ENCRYPTION_KEYS}`,
      RATE_LIMIT_OPERATOR: '1000000',
      TRUSTED_PROXY_HOPS: '1',
      RETRY_FIRST_MS: '1',
      RETRY_LONGEST_MS: '10',
      POLL_INTERVAL_MS: '100',
      ...dialpadSettings(simulator),
    },
  });
  const operate = (path: string, body: object = {}): Promise<Reply> =>
    ask(`${server.url}${operatorPath(path)}`, { body });
  const list = (path: string) => server.client.list(`/internal${path}`, 'operator');
  const audited = { stage, simulator, server, tenant, operate };

  await makeDead(audited);
  await makeQuarantined(audited);
  await makeUnrouted(audited);
  return {
    ...audited,
    entries: () => list('/audit'),
    dead: await idsIn('dead-letters', list),
    quarantined: await idsIn('quarantine', list),
    unrouted: await idsIn('unrouted', list),
    oldSecrets: 2,
    async close() {
      await stage.close();
      await simulator.stop();
    },
  };
}

/** All that an operator does is below `/internal`, but for what browsers go to as well. */
export const operatorPath = (path: string): string =>
  path.startsWith('/auth/') ? path : `/internal${path}`;

type Made = Pick<AuditStage, 'stage' | 'server' | 'tenant' | 'operate'>;

async function makeDead({ stage, server, tenant }: Made): Promise<void> {
  const allow = await refuseRows(stage, { table: 'calls', sqlState: 'P0001' });
  for (const token of tokens(FIRST_ID, tenant.hookSecret)) {
    await server.client.deliver(tenant.hookId, token);
  }
  await waitFor('the dead letters', async () => (await queueOf(server))['dead'] === HELD);
  await allow();
}

/** The secret that they are signed with is entered only afterwards. */
async function makeQuarantined({ server, tenant, operate }: Made): Promise<void> {
  const secret = randomBytes(32).toString('base64url');
  const { body } = await operate(`/webhooks/create?app_id=${tenant.appId}`, { register: false });
  const hookId = String(body['hook_id']);
  for (const token of tokens(FIRST_ID + HELD, secret)) await server.client.deliver(hookId, token);
  const isKept = async () => (await queueOf(server))['quarantined'] === HELD;
  await waitFor('the quarantine', isKept);
  await operate(`/webhooks/${hookId}/rotate-secret`, { webhook_secret: secret });
}

/** With two apps, what comes over the plain path is nobody's. */
async function makeUnrouted({ server }: Made): Promise<void> {
  for (const body of tokens(FIRST_ID + 2 * HELD, testSecrets.DIALPAD_WEBHOOK_SECRET)) {
    const headers = { 'content-type': 'application/jwt' };
    await fetch(`${server.url}/webhooks/dialpad`, { method: 'POST', headers, body });
  }
  const isKept = async () => (await queueOf(server))['unrouted'] === HELD;
  await waitFor('the unrouted', isKept);
}

const tokens = (first: number, secret: string): readonly string[] =>
  Array.from({ length: HELD }, (_, nth) =>
    signEvent({ ...exampleEvent(Date.UTC(2026, 8, 7)), call_id: first + nth }, secret),
  );

async function queueOf({ url }: TestServer): Promise<Row> {
  return (await ask(`${url}/internal/queue`)).body['data'] as Row;
}

async function idsIn(
  place: string,
  list: (path: string) => Promise<readonly Row[]>,
): Promise<() => string> {
  const ids = (await list(`/${place}`)).map(({ id }) => String(id));
  return () => {
    const id = ids.pop();
    if (id === undefined) throw new Error(`None is left of the ${place}.`);
    return id;
  };
}
