import type { Config } from '../config/config.ts';
import type { Serving } from '../serving/create-server.ts';
import { databaseName } from '../storage/database-name.ts';
import { firstScreen, type Storage } from './first-screen.ts';

export interface ServingTextOptions {
  readonly serving: Serving;
  readonly config: Config;
  readonly isColored: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** What is printed when the server takes requests; the last line is for programs. */
export function servingText({ serving, config, isColored, now }: ServingTextOptions): string {
  const { firstApp, port, opsPort } = serving;
  const screen = firstScreen({
    // The commands are for this machine, whatever the world calls it.
    url: `http://localhost:${port}`,
    opsUrl: opsPort === null ? null : `http://localhost:${opsPort}`,
    publicUrl: serving.publicUrl,
    isColored,
    pid: process.pid,
    storage: storageOf(serving),
    keptSecretPath: config.keptSecretPath,
    simulated: serving.simulated,
    operatorSecret: config.secrets.internalApiSecrets[0],
    secrets:
      firstApp === null
        ? null
        : { ...firstApp, operatorSecret: config.secrets.internalApiSecrets[0], now },
  });
  return `${screen}\nREADY ${port}\n`;
}

function storageOf({ database }: Serving): Storage {
  if (database.kind === 'given') return { kind: 'given', name: databaseName(database.url) };
  const { dataDir, isRelocated } = database;
  return { kind: 'embedded', dataDir, isRelocated };
}
