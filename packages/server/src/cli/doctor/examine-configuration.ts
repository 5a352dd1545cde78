import { keptSecrets } from '../../client/kept-secrets.ts';
import type { Config } from '../../config/config.ts';
import { startupMessage } from '../../lifecycle/startup-message.ts';
import type { Cli } from '../cli.ts';
import { type Found, fail, ok, warn } from './finding.ts';

export interface ConfigurationFound {
  readonly findings: readonly Found[];
  /** Null when it cannot be used, or is not the one of the server that is meant. */
  readonly config: Config | null;
}

/** Of a server elsewhere this machine's settings say nothing. */
export async function examineConfiguration({
  environment,
  name,
}: Pick<Cli, 'environment' | 'name'>): Promise<ConfigurationFound> {
  const { isOurs } = await keptSecrets(environment);
  if (!isOurs) return { findings: [], config: null };
  const { checkConfiguration } = await import('../check-configuration.ts');
  try {
    const { config, warnings } = await checkConfiguration(environment);
    const findings = warnings.map((warning) =>
      warn('configuration', warning, `see: ${name} config check`),
    );
    return {
      config,
      findings: findings.length === 0 ? [ok('configuration', 'can be used')] : findings,
    };
  } catch (error) {
    // Whatever it is, the server would not start with it.
    return { config: null, findings: [fail('configuration', startupMessage(error))] };
  }
}
