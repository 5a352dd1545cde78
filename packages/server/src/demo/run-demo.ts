import { flows, freshFlow } from '@dialpad-cti/core/fixtures';

import { createProgressLine } from '../client/progress-line.ts';
import { type ApiAddress, type ApiClient, createApiClient, type Tenant } from './api-client.ts';
import { compareRecords, readRecords } from './compare-records.ts';
import { measureLatency } from './measure-latency.ts';
import { newDialpadIds } from './new-dialpad-ids.ts';
import { playFlows } from './play-flows.ts';
import { summary } from './summary.ts';
import { waitUntilProcessed } from './wait-until-processed.ts';

export interface DemoOptions {
  readonly server: ApiAddress;
  /** Epoch ms. */
  readonly now: number;
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}

const ROUNDS = 50;

/** Plays every flow we know at a running server, and shows what its API makes of them. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { server, now, write } = options;
  const client = createApiClient(server);
  const tenant = await client.createTenant(`Demo ${new Date(now).toISOString()}`);
  const newId = newDialpadIds(now);
  write(`\nCreated an app and its hook at ${server.url}, as an operator does.\n`);
  await play({ ...options, client, tenant, newId });

  const { p50, p99 } = await measureLatency({ client, tenant, newId, rounds: ROUNDS, now });
  write(
    [
      '',
      `From the commit of an event to its call in the API (${ROUNDS} events, one by one):`,
      `  p50 ${p50.toFixed(1)} ms · p99 ${p99.toFixed(1)} ms`,
      '',
      'Look yourself:',
      `  curl -H 'x-app-api-key: ${tenant.apiKey}' ${server.url}/api/calls`,
      '',
    ].join('\n'),
  );
}

interface Play extends DemoOptions {
  readonly client: ApiClient;
  readonly tenant: Tenant;
  readonly newId: () => number;
}

async function play({ client, tenant, newId, now, isTerminal, write }: Play): Promise<void> {
  const fresh = flows.map((flow) => freshFlow(flow, { now, newId }));
  const total = fresh.reduce((sum, { events }) => sum + events.length, 0);
  write(`Playing ${fresh.length} flows of calls, texts and voicemails, signed as Dialpad does:\n`);
  const progress = createProgressLine({ total, unit: 'events', isTerminal, write });
  await playFlows({ client, tenant, flows: fresh, atOnce: 4, onDelivered: progress.step });
  progress.end();
  await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 30_000 });

  const records = await readRecords(client, tenant);
  const wrong = fresh.flatMap(({ expected }) => compareRecords(records, expected));
  write(`\nRead back through the API:\n${summary(records)}\n\n`);
  if (wrong.length > 0) throw new Error(`not as expected:\n  ${wrong.join('\n  ')}`);
  write('Every record is as its flow says it must be.\n');
}
