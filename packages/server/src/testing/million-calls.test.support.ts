import { exampleEvent } from '../screen/example-event.ts';
import { signEvent } from '../signing/sign-event.ts';
import type { Tenant } from '../testing/api-client.test.support.ts';
import type { Stage } from './open-stage.test.support.ts';
import type { TestServer } from './start-server.test.support.ts';
import { waitFor } from './wait-for.test.support.ts';

export interface MillionCalls {
  readonly stage: Stage;
  readonly server: TestServer;
  readonly tenant: Tenant;
}

const MILLION = 1_000_000;

/** One call as a server makes it of an event, and a million that differ in what lists select by. */
export async function insertMillionCalls({ stage, server, tenant }: MillionCalls): Promise<void> {
  const { client } = server;
  const token = signEvent(exampleEvent(Date.now()), tenant.hookSecret);
  if ((await client.deliver(tenant.hookId, token)) !== 200) throw new Error('It is not stored.');
  const isFolded = async () => (await client.list('/api/calls', tenant)).length === 1;
  await waitFor('the call', isFolded);
  // One transaction: the role, which row security asks for, ends with it.
  await stage.query(`
    SELECT set_config('app.role', 'worker', true);
    INSERT INTO calls (
      app_id, id, call_id, facts, started_at, created_at, updated_at, clock, duration_ms, quality,
      version, fold_version, has_recording, has_voicemail, status, outcome, direction,
      from_number, to_number, external_number, internal_number, user_id, call_center_id
    )
    SELECT
      app_id,
      format('01990000-%s-7000-8000-%s', lpad(to_hex(n >> 16), 4, '0'), lpad(to_hex(n & 65535), 12, '0'))::uuid,
      (7000000000000000 + n)::text,
      replace(facts::text, call_id, (7000000000000000 + n)::text)::json,
      started_at - n * interval '30 seconds', created_at, updated_at, clock,
      n % 600000, CASE WHEN n % 3 = 0 THEN 1 + n % 400 / 100.0 END,
      version, fold_version, false, false,
      CASE n % 3 WHEN 0 THEN 'ended' ELSE 'missed' END,
      CASE n % 3 WHEN 0 THEN 'answered' ELSE 'missed' END,
      CASE n % 2 WHEN 0 THEN 'inbound' ELSE 'outbound' END,
      from_number, to_number, '+1415' || (5550000 + n % 9999), internal_number,
      (5400000000000000 + n % 100)::text, call_center_id
    FROM calls, generate_series(1, ${MILLION}) AS n
    WHERE app_id = '${tenant.appId}'`);
}
