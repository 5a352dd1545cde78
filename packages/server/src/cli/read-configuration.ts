import type { Config } from '../config/config.ts';
import type { Environment } from '../config/production-faults.ts';
import { ConfigError, readConfig } from '../config/read-config.ts';
import { CliError } from './cli-error.ts';

/** As the server reads it. */
export function readConfiguration(environment: Environment): Promise<Config> {
  return readConfig(environment).catch((error: unknown) => {
    throw error instanceof ConfigError
      ? new CliError('usage', 'configuration-invalid', error.message)
      : error;
  });
}
