import { existsSync } from 'node:fs';

import type { Container } from 'inversify';

import { ConfigError, readConfig } from './config/read-config.ts';
import { createContainer } from './container.ts';
import { ids } from './ids.ts';
import { runServer } from './lifecycle/run-server.ts';
import { createLog } from './logs/create-log.ts';
import { servingText } from './screen/serving-text.ts';
import { abandon, stop } from './stop.ts';

const BAD_CONFIGURATION = 2;

/** The whole server, from its environment to its end. `alter` is for tests that break parts of it. */
export async function startProcess(
  alter: (container: Container) => void = () => {},
): Promise<void> {
  const isTerminal = process.stdout.isTTY;
  const isColored = isTerminal && !process.env['NO_COLOR'];
  const write = (text: string): void => void process.stdout.write(text);
  const complain = (text: string): void => void process.stderr.write(`${text}\n`);
  if (existsSync('.env')) process.loadEnvFile();

  const config = await readConfig(process.env).catch((error: unknown) => {
    complain(error instanceof Error ? error.message : 'The configuration cannot be read.');
    process.exitCode = error instanceof ConfigError ? BAD_CONFIGURATION : 1;
  });
  if (config === undefined) return;

  const log = createLog({ level: config.logLevel, isPretty: isTerminal, isColored });
  for (const warning of config.warnings) log.warn(warning);
  const onProgress = (text: string): void => write(`${text}\n`);
  const container = createContainer({ config, log, onProgress });
  alter(container);
  const onFault = (error: unknown): void => log.debug('A part could not be stopped', { error });
  await runServer({
    open: () => container.getAsync(ids.server),
    close: () => stop(container, onFault),
    abandon: () => abandon(container, onFault),
    log,
    onServing: (serving) => write(servingText({ serving, config, isColored, now: Date.now() })),
    complain,
  });
}
