import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import { serverProgram } from './testing/server-program.test.support.ts';
import { runToItsEnd, startServer, type TestServer } from './testing/start-server.test.support.ts';
import { makeTestFolder, type TestFolder } from './testing/test-folder.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

let folder: TestFolder;
let first: TestServer;
beforeAll(async () => {
  folder = await makeTestFolder();
  first = await startServer({ folder: folder.path, environment: {} });
});
afterAll(async () => {
  await folder.remove();
});

const start = (): Promise<TestServer> => startServer({ folder: folder.path, environment: {} });

/** What stands behind a word of the first screen. */
function shown(word: string): string {
  const line = new RegExp(`^  ${word} +(\\S+)`, 'm').exec(first.output());
  if (line?.[1] === undefined) throw new Error(`The first screen has no "${word}".`);
  return line[1];
}

/** The commands that the first screen shows, as somebody would copy them. */
const commands = (): readonly string[] =>
  first
    .output()
    .split('\n\n')
    .filter((paragraph) => paragraph.startsWith('curl '));

const inShell = async (command: string): Promise<string> =>
  (await promisify(execFile)('/bin/sh', ['-c', command.replace(/^curl/, 'curl -sS')])).stdout;

async function postmasterPid(): Promise<number> {
  const lock = await readFile(join(shown('Data'), 'postmaster.pid'), 'utf8');
  return Number(lock.split('\n', 1)[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const callsSeen = async (server: TestServer): Promise<number> =>
  (await server.client.list('/api/calls', { apiKey: shown('Its API key') })).length;

describe('the first start', () => {
  test('needs nothing, and keeps its secrets where only their owner reads them', async () => {
    const { mode } = await stat(join(folder.path, '.data', 'secrets.json'));
    expect(mode & 0o777).toBe(0o600);
    const kept = await readFile(join(folder.path, '.data', 'secrets.json'), 'utf8');
    expect(kept).toContain(shown("Operator's secret"));
  });

  test('shows three commands that work as they stand', async () => {
    const [createApp = '', deliverEvent = '', readCalls = ''] = commands();
    expect(commands()).toHaveLength(3);
    expect(JSON.parse(await inShell(createApp))).toMatchObject({ success: true });
    expect(await inShell(deliverEvent)).toContain('200 OK');
    await waitFor('the call', async () => (await callsSeen(first)) === 1);
    expect(JSON.parse(await inShell(readCalls))).toMatchObject({
      data: [{ status: 'ended', direction: 'inbound', duration_ms: 90_000 }],
    });
  });

  test('says the line for programs once, and nothing in colours that nobody asked for', () => {
    expect(first.output().match(/^READY \d+$/gm)).toHaveLength(1);
    expect(first.output()).not.toContain('\u001b');
  });
});

describe('a start after that', () => {
  test('on the same data is refused while the first one runs, and names it', async () => {
    const { code, stderr } = await runToItsEnd({ folder: folder.path, environment: {} });
    expect(code).toBe(1);
    expect(stderr).toContain(`already running here as pid ${first.pid}`);
    expect(await callsSeen(first)).toBe(1);
  });

  test('takes over the database of a server that was killed, with all its events', async () => {
    const postgres = await postmasterPid();
    first.kill('SIGKILL');
    await first.exit;
    expect(isAlive(postgres)).toBe(true);

    const second = await start();
    expect(await callsSeen(second)).toBe(1);
    expect(await postmasterPid()).toBe(postgres);
    expect(second.output()).not.toContain('raw_');
    expect((await second.stop()).code).toBe(0);
    await waitFor('the end of the database', () => !isAlive(postgres));
  });

  test('stops its database again when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    // A TCP server's address is never a pipe's name.
    const { port } = taken.address() as AddressInfo;
    const environment = { PORT: String(port) };
    const { code, stderr } = await runToItsEnd({ folder: folder.path, environment });
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken`);
    await expect(postmasterPid()).rejects.toThrow('ENOENT');
  });

  test('ends with its database when the shell dies in which npm started it', async () => {
    const { command, args, env } = serverProgram({ environment: {} });
    const script = [command, ...args].map((word) => `'${word}'`).join(' ');
    // A second command, so that the shell stays: as in `npm start`.
    const shell = spawn('/bin/sh', ['-c', `${script}; exit`], { cwd: folder.path, env });
    let output = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await waitFor('the server', () => /^READY \d+$/m.test(output));
    const server = Number(/kill (\d+)/.exec(output)?.[1]);
    const postgres = await postmasterPid();

    shell.kill('SIGKILL');
    await waitFor('the end of both', () => !isAlive(server) && !isAlive(postgres));
  });
});

test('an error that nobody caught ends the server, and its database with it', async () => {
  const server = await startServer({
    folder: folder.path,
    isFaulty: true,
    environment: { CTI_FAULT: 'uncaught:1' },
  });
  const postgres = await postmasterPid();
  const hookId = shown('Its hook').split('/').at(-1) ?? '';
  const token = signEvent(exampleEvent(Date.UTC(2026, 8, 1)), shown("The hook's secret"));
  await server.client.deliver(hookId, token).catch(() => 0);
  const { code, stdout } = await server.exit;
  expect(code).toBe(1);
  expect(stdout).toContain('thrown on purpose');
  expect(isAlive(postgres)).toBe(false);
});
