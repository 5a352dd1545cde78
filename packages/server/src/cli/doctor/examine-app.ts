import { z } from 'zod';

import type { Cli } from '../cli.ts';
import { examineDialpad } from './examine-dialpad.ts';
import { examineEvents } from './examine-events.ts';
import { examineHook } from './examine-hook.ts';
import { type Finding, type Found, ok, warn } from './finding.ts';
import type { HookRow } from './hook-row.ts';

export const AppRow = z.object({ app_id: z.string(), name: z.string(), is_active: z.boolean() });
export type AppRow = z.infer<typeof AppRow>;

/** All that stands between a call in Dialpad and a record of this app. */
export async function examineApp(
  cli: Pick<Cli, 'api' | 'name' | 'now'>,
  app: AppRow,
  hooks: readonly HookRow[],
): Promise<readonly Finding[]> {
  return (await findings(cli, app, hooks)).map((found) => ({ ...found, app_id: app.app_id }));
}

async function findings(
  cli: Pick<Cli, 'api' | 'name' | 'now'>,
  { app_id: appId, name, is_active: isActive }: AppRow,
  hooks: readonly HookRow[],
): Promise<readonly Found[]> {
  if (!isActive) {
    const fix = `${cli.name} apps activate ${appId}`;
    return [warn('app', `${name} is not active: its keys open nothing, its events wait`, fix)];
  }
  const needsDialpad = hooks.some(({ registration }) => (registration ?? null) !== null);
  const found: Found[] = [ok('app', `${name} is active`)];
  found.push(...(await examineDialpad(cli, { appId, needsDialpad })));
  if (hooks.length === 0) {
    found.push(warn('webhook', 'there is none', `${cli.name} webhooks create ${appId}`));
  }
  // Before the tests, whose events are none of Dialpad's.
  found.push(await examineEvents(cli, appId));
  for (const hook of hooks) found.push(...(await examineHook(cli, hook)));
  return found;
}
