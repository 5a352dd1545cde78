import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [createApp = '', useApp = ''] = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, commands = '']) => commands.replaceAll(/^export .*$/gm, ''),
);

let dataDir: string;
let server: ChildProcess;
let env: NodeJS.ProcessEnv;
const screen: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dialpad-cti-readme-'));
  const port = await freePort();
  env = { ...outsideNpm(), PORT: String(port), DATA_DIR: dataDir, NO_COLOR: '1' };
  server = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  await linesUntil(server, `READY ${port}`);
  env = {
    ...env,
    CTI_URL: `http://localhost:${port}`,
    INTERNAL_API_SECRET: shown("Operator's secret"),
  };
});

afterAll(async () => {
  const pid = Number(/kill (\d+)/.exec(screen.join('\n'))?.[1]);
  const isGone = once(server, 'exit');
  process.kill(pid, 'SIGTERM');
  await isGone;
  await rm(dataDir, { recursive: true, force: true });
});

test('npm start tells what a newcomer needs, and its first command shows simulated calls that go on', async () => {
  const [active = ''] = curlsOfScreen();
  await expect
    .poll(() => answersOf(active, env), { timeout: 120_000, interval: 500 })
    .toMatchObject([
      {
        success: true,
        data: expect.arrayContaining([expect.objectContaining({ ended_at: null })]),
      },
    ]);
});

test('the commands by hand give what the text says', async () => {
  const [created] = await answersOf(createApp, env);
  expect(created).toMatchObject({ success: true, app_id: expect.any(String) });

  const { app_id: APP_ID, api_key: API_KEY } = created as { app_id: string; api_key: string };
  const [hook, ...answers] = await answersOf(useApp, { ...env, APP_ID, API_KEY });
  expect(hook).toMatchObject({ success: true, hook_url: expect.stringContaining('/webhooks/') });
  expect(answers).toHaveLength(7);
  for (const answer of answers.slice(0, -1)) expect(answer).toMatchObject({ success: true });
  expect(answers.at(-1)).toMatchObject({ success: true, status: 'ready' });
});

test('the other command of the first screen works as it stands', async () => {
  const [, recent = ''] = curlsOfScreen();
  expect(await answersOf(recent, env)).toMatchObject([{ success: true, data: expect.any(Array) }]);
});

function curlsOfScreen(): readonly string[] {
  return screen.map((line) => line.trim()).filter((line) => line.startsWith('curl'));
}

async function answersOf(commands: string, environment: NodeJS.ProcessEnv): Promise<unknown[]> {
  const options = { cwd: root, env: environment };
  // Each curl's answer on a line of its own.
  const script = `curl() { command curl --silent --show-error -w '\\n' "$@"; }\n${commands}`;
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], options);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line): unknown => JSON.parse(line));
}

async function linesUntil(child: ChildProcess, last: string): Promise<void> {
  if (child.stdout === null) throw new Error('the server has no output');
  const lines = createInterface({ input: child.stdout });
  const ready = Promise.withResolvers<void>();
  lines.on('line', (line) => {
    screen.push(line);
    if (line.trim() === last) ready.resolve();
  });
  lines.once('close', () => ready.reject(new Error(`no "${last}" in:\n${screen.join('\n')}`)));
  await ready.promise;
}

function shown(label: string): string {
  const line = screen.find((candidate) => candidate.includes(label)) ?? '';
  return line.slice(line.indexOf(label) + label.length).trim();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Without what an outer npm says of itself, and without the addresses of other tests. */
function outsideNpm(): NodeJS.ProcessEnv {
  const foreign = /^(npm_|CTI_|DIALPAD_|DATABASE_URL|TEST_DATABASE_URL|VITEST)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
