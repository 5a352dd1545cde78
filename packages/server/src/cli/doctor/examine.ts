import { z } from 'zod';

import { allRows } from '../api/pages.ts';
import type { Cli } from '../cli.ts';
import { pathTo } from '../path-to.ts';
import { asked } from './asked.ts';
import { AppRow, examineApp } from './examine-app.ts';
import { examineConfiguration } from './examine-configuration.ts';
import { examineQueue } from './examine-queue.ts';
import { examineServer } from './examine-server.ts';
import { type Finding, type Found, fail, warn } from './finding.ts';
import { HookRow } from './hook-row.ts';

type DoctorCli = Pick<Cli, 'api' | 'environment' | 'name' | 'now' | 'version'>;

/** From the settings here to what Dialpad sends, as far as it can be looked at. */
export async function* examine(cli: DoctorCli, appId: string | undefined): AsyncGenerator<Finding> {
  const { findings, config } = await examineConfiguration(cli);
  yield* ofNoApp(findings);
  const server = await examineServer(cli);
  yield* ofNoApp(server.findings);
  if (!server.isUp) {
    if (config === null) return;
    const { examineDatabase } = await import('./examine-database.ts');
    yield* ofNoApp(await examineDatabase(config));
    return;
  }
  const operator = await examineQueue(cli);
  yield* ofNoApp(operator.findings);
  if (operator.isAccepted) yield* examineApps(cli, appId);
}

const ofNoApp = (findings: readonly Found[]): readonly Finding[] =>
  findings.map((found) => ({ ...found, app_id: null }));

const Rows = z.tuple([z.array(AppRow), z.array(HookRow)]);

async function* examineApps(cli: DoctorCli, appId: string | undefined): AsyncGenerator<Finding> {
  const rows = await asked(Promise.all([appRows(cli, appId), hookRows(cli, appId)]), Rows);
  if (rows.isErr()) {
    yield* ofNoApp([fail('apps', rows.error.message)]);
    return;
  }
  const [apps, hooks] = rows.value;
  if (apps.length === 0) {
    yield* ofNoApp([warn('apps', 'there is none', `${cli.name} apps create <name>`)]);
  }
  for (const app of apps) {
    yield* await examineApp(
      cli,
      app,
      hooks.filter((hook) => hook.app_id === app.app_id),
    );
  }
}

async function appRows({ api }: DoctorCli, appId: string | undefined): Promise<readonly unknown[]> {
  if (appId === undefined) return allRows(api, { path: '/internal/apps', as: 'operator' });
  const { data: app } = await api.get(pathTo('/internal/apps', appId), 'operator');
  return [app];
}

function hookRows({ api }: DoctorCli, appId: string | undefined): Promise<readonly unknown[]> {
  const filters = { app_id: appId };
  return allRows(api, { path: '/internal/webhooks', as: 'operator', filters });
}
