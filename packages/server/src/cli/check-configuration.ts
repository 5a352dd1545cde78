import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';

import type { Config } from '../config/config.ts';
import type { Environment } from '../config/production-faults.ts';
import { secretsPath } from '../config/secrets-file.ts';
import { settingsTable } from '../config/settings-table.ts';
import { readConfiguration } from './read-configuration.ts';

export interface CheckedConfiguration {
  /** Before a first start with secrets that are made up: not for opening anything that they seal. */
  readonly config: Config;
  readonly settings: readonly { readonly name: string; readonly source: string }[];
  readonly warnings: readonly string[];
}

/** Rejects with a `CliError` that names every fault. Makes nothing, as a first start would. */
export async function checkConfiguration(environment: Environment): Promise<CheckedConfiguration> {
  const path = secretsPath(environment['DATA_DIR']?.trim() || '.data');
  const isFirst = !existsSync(path) && environment['NODE_ENV']?.trim() !== 'production';
  const config = await readConfiguration(
    isFirst ? { ...standIns(), ...given(environment) } : environment,
  );
  return {
    config,
    settings: settingsTable().map(({ name, otherwise }) => ({
      name,
      source: sourceOf({ name, otherwise, environment, path, isFirst }),
    })),
    warnings: config.warnings,
  };
}

const KEPT = ['INTERNAL_API_SECRET', 'DIALPAD_WEBHOOK_SECRET', 'ENCRYPTION_KEYS', 'KEY_PEPPER'];

const standIns = (): Environment =>
  Object.fromEntries(KEPT.map((name) => [name, randomBytes(32).toString('base64url')]));

const given = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));

interface Setting {
  readonly name: string;
  readonly otherwise: string;
  readonly environment: Environment;
  readonly path: string;
  readonly isFirst: boolean;
}

function sourceOf({ name, otherwise, environment, path, isFirst }: Setting): string {
  if (environment[name]?.trim()) return 'given';
  if (!KEPT.includes(name)) return `not given: ${otherwise.replaceAll('`', '')}`;
  return isFirst ? `made by the first start, in ${path}` : `kept in ${path}`;
}
