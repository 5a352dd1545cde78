#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { createApi } from './api/create-api.ts';
import { askAtTerminal } from './ask-at-terminal.ts';
import type { Screen } from './output/screen.ts';
import { runProgram } from './run-program.ts';

const { stdin, stdout, stderr, env: environment } = process;
const words = process.argv.slice(2);
const options = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined);

// Whoever reads our output may have read enough, as `head` does.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
if (existsSync('.env')) process.loadEnvFile();

const screen: Screen = {
  isTerminal: stdout.isTTY,
  isColored: stdout.isTTY && !environment['NO_COLOR'],
  // A terminal that does not know its own width says 0.
  width: stdout.isTTY ? stdout.columns || 80 : 100,
  drawsProgress: stderr.isTTY,
  write: (text) => void stdout.write(text),
  complain: (text) => void stderr.write(text),
};
// In a clone, `npm run cti --` stands for the name.
const name = environment['npm_lifecycle_event'] === 'cti' ? 'npm run -s cti --' : 'dialpad-cti';
const wait = (ms: number): Promise<void> => sleep(ms);

const exitCode = await runProgram(words, {
  name,
  version: ownVersion(),
  environment,
  isJson: options.includes('--json'),
  screen,
  prompts: stdin.isTTY && stderr.isTTY ? askAtTerminal(stdin, stderr) : null,
  api: createApi({
    environment,
    name,
    newId: randomUUID,
    sleep: wait,
    note: (text) => screen.complain(`${text}\n`),
  }),
  now: Date.now,
  sleep: wait,
  startServer: async ({ simulator }) => {
    if (!simulator) process.env['SIMULATOR'] = 'off';
    const { startProcess } = await import('../start-process.ts');
    await startProcess();
  },
  whenStopped,
});
// A start that failed has set it by itself.
if (exitCode !== 0) process.exitCode = exitCode;

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/** A second signal ends the process as it always does. */
function whenStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
