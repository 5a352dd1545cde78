import type { Command } from 'commander';

import { queryOf } from '../../api/query-of.ts';
import { pathTo } from '../../path-to.ts';

export interface OfApp {
  readonly app?: string;
}

/** Our id of a webhook, or Dialpad's. */
export const addHookArgument = (command: Command): Command =>
  command
    .argument('<hook_id>')
    .option('--app <app_id>', "of this app; needed when hook_id is Dialpad's id of it");

export const hookPath = (hookId: string, { app }: OfApp, ...parts: readonly string[]): string =>
  pathTo('/internal/webhooks', hookId, ...parts) + queryOf({ app_id: app });
