import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { flows } from '@dialpad-cti/core/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';

const SECRET = 'the-secret-that-was-given-to-dialpad';
const example = resolve(import.meta.dirname, '..');
const root = resolve(example, '../..');

/** Without what an outer npm says of itself: the inner one would take this workspace for its own. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
);

let folder: string;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'embed-in-fastify-')));
  await installPackedCore();
  await copyWithDependencies('fastify', new Set());
  await cp(join(example, 'src'), join(folder, 'src'), { recursive: true });
  [server, url] = await start();
}, 120_000);

afterAll(async () => {
  if (server?.exitCode === null && server.kill()) await once(server, 'exit');
  await rm(folder, { recursive: true, force: true });
});

test('signed events go in, the calls that they make come out', async () => {
  const told = flows.filter(({ kind }) => kind === 'call');
  for (const event of told.flatMap(({ events }) => events)) {
    expect(await post('/webhooks/dialpad/ours', signed(event, SECRET))).toBe(200);
  }
  for (const call of told.flatMap(({ expected }) => expected.calls)) {
    await expect.poll(() => callOf(call.dialpad_call_id), { timeout: 30_000 }).toMatchObject(call);
  }
});

test('a foreign signature and an unknown hook are refused', async () => {
  const event = { ...flows[0]?.events[0], call_id: 5284719603849999 };
  expect(await post('/webhooks/dialpad/ours', signed(event, 'not the secret'))).toBe(401);
  expect(await post('/webhooks/dialpad/ours', '')).toBe(401);
  expect(await post('/webhooks/dialpad/theirs', signed(event, SECRET))).toBe(404);
  expect(await callOf('5284719603849999')).toBeUndefined();
});

test('a delivery without a content type, and one over 1 MiB', async () => {
  const event = { ...flows[0]?.events[0], call_id: 5284719603841111 };
  const path = '/webhooks/dialpad/ours';
  expect(await post(path, signed(event, SECRET), null)).toBe(200);
  expect(await post(path, 'x'.repeat(1_048_577))).toBe(413);
});

test('the core brings no framework and no container along', async () => {
  const installed = await readdir(join(folder, 'node_modules'), { recursive: true });
  const manifests = installed.filter((path) => path.endsWith('package.json'));
  const isOneOf = (...names: string[]) =>
    manifests.filter((path) => names.some((name) => `/${path}`.includes(`/${name}/`)));
  for (const name of ['@dialpad-cti/core', 'fastify', 'zod']) {
    expect(isOneOf(name)).not.toEqual([]);
  }
  expect(isOneOf('koa', '@koa', 'inversify', '@inversifyjs', 'reflect-metadata')).toEqual([]);
  const core = await realpath(join(folder, 'node_modules/@dialpad-cti/core'));
  expect(core.startsWith(folder)).toBe(true);
});

/** As an application would get it from a registry, but from no registry. */
async function installPackedCore(): Promise<void> {
  await run('node_modules/.bin/tsc', ['-b', 'packages/core'], root);
  const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], coreFolder());
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const libraries = ['zod', 'neverthrow'].map((name) => join(root, 'node_modules', name));
  const install = ['install', '--offline', '--install-links', '--no-audit', '--no-fund'];
  await run('npm', [...install, join(folder, filename), ...libraries], folder);
}

function coreFolder(): string {
  return join(root, 'packages/core');
}

/** Exactly what the lock names, from where `npm ci` has put it. */
async function copyWithDependencies(place: string, copied: Set<string>): Promise<void> {
  if (copied.has(place)) return;
  copied.add(place);
  const from = join(root, 'node_modules', place);
  await cp(from, join(folder, 'node_modules', place), { recursive: true, dereference: true });
  const manifest: unknown = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  for (const name of dependenciesOf(manifest)) {
    const nested = await readdir(join(from, 'node_modules', name)).catch(() => null);
    // A nested one came along with its owner's folder; its own dependencies lie where theirs do.
    await copyWithDependencies(nested === null ? name : `${place}/node_modules/${name}`, copied);
  }
}

function dependenciesOf(manifest: unknown): string[] {
  if (typeof manifest !== 'object' || manifest === null) return [];
  return 'dependencies' in manifest ? Object.keys(manifest.dependencies ?? {}) : [];
}

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd, env });
  return stdout;
}

async function start(): Promise<[ChildProcess, string]> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: folder,
    env: { ...env, PORT: '0', DIALPAD_HOOK_ID: 'ours', DIALPAD_WEBHOOK_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) return [child, line];
  throw new Error('the example ended before it served');
}

function signed(event: unknown, secret: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(event)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

async function post(path: string, body: string, type: string | null = 'application/jwt') {
  const headers: Record<string, string> = type === null ? {} : { 'content-type': type };
  // Bytes, because fetch gives a text a content type of its own.
  const response = await fetch(url + path, { method: 'POST', headers, body: Buffer.from(body) });
  await response.arrayBuffer();
  return response.status;
}

async function callOf(id: string): Promise<unknown> {
  const response = await fetch(`${url}/calls`);
  const calls = (await response.json()) as { dialpad_call_id: string }[];
  return calls.find((call) => call.dialpad_call_id === id);
}
