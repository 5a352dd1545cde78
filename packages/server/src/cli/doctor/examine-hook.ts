import { isLoopback } from '../../config/is-loopback.ts';
import type { Cli } from '../cli.ts';
import { Drifted } from '../drift/drifted.ts';
import { meaningOf } from '../drift/meaning-of.ts';
import { pathTo } from '../path-to.ts';
import { TestDelivery, troubleOf } from '../test-delivery.ts';
import { asked } from './asked.ts';
import { type Found, fail, ok, warn } from './finding.ts';
import type { HookRow } from './hook-row.ts';

type HookCli = Pick<Cli, 'api' | 'name'>;

/** Whether Dialpad sends to it, as it should, and whether what is sent arrives. */
export async function examineHook(cli: HookCli, hook: HookRow): Promise<readonly Found[]> {
  return [...(await examineRegistration(cli, hook)), await examineWay(cli, hook)];
}

async function examineRegistration(
  cli: HookCli,
  { hook_id: id, registration }: HookRow,
): Promise<readonly Found[]> {
  if (!registration) return [ok('webhook', `${id} was entered in Dialpad by hand, if at all`)];
  const { state } = registration;
  if (state === 'deleting') {
    const fix = `${cli.name} webhooks delete ${id}`;
    return [warn('webhook', `${id} is being deleted, and Dialpad may still have it`, fix)];
  }
  const found =
    state === 'registered'
      ? ok('webhook', `${id} is registered in Dialpad`)
      : warn(
          'webhook',
          `${id} is not (all) set up in Dialpad`,
          `${cli.name} webhooks repair ${id}`,
        );
  return [found, ...(await examineDrift(cli, id))];
}

async function examineDrift({ api, name }: HookCli, id: string): Promise<readonly Found[]> {
  const answer = await asked(
    api.get(pathTo('/internal/webhooks', id, 'drift'), 'operator'),
    Drifted,
  );
  if (answer.isErr()) return [warn('drift', answer.error.message)];
  const { drift } = answer.value.data;
  const ours = drift.filter(({ kind }) => kind !== 'webhook-foreign');
  if (ours.length === 0) return [ok('drift', 'Dialpad is as it is wanted')];
  return ours.map(({ kind, subscription }) =>
    fail(
      'drift',
      [kind, ...(typeof subscription === 'string' ? [subscription] : [])].join(' ') +
        `: ${meaningOf(kind)}`,
      `${name} webhooks repair ${id}`,
    ),
  );
}

async function examineWay({ api }: HookCli, { hook_id: id }: HookRow): Promise<Found> {
  const answer = await asked(api.post(pathTo('/internal/webhooks', id, 'test')), TestDelivery);
  if (answer.isErr()) return fail('public-url', answer.error.message);
  const delivery = answer.value.data;
  const trouble = troubleOf(delivery);
  if (trouble !== null) return fail('public-url', trouble);
  if (!isLoopback(new URL(delivery.url))) {
    return ok('public-url', `a test arrived over ${delivery.url}`);
  }
  return warn(
    'public-url',
    `a test arrived over ${delivery.url}, which only this machine can reach`,
    'set PUBLIC_URL to where Dialpad reaches the server, or use a tunnel',
  );
}
