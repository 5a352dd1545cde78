import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { openFreshDatabase } from '@dialpad-cti/postgres/embedded';

const SECRET = 'measured-with-this-and-nothing-else';
const REAL_APPS = 2;
const KEYS_OF_EACH = 25;

/** A server of its own, on a database of its own with so many apps. */
export interface State {
  readonly apps: number;
  readonly port: number;
  /** All of them open. */
  readonly keys: readonly string[];
  /** That its process has used so far. */
  readonly cpuSeconds: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface StateOptions {
  readonly apps: number;
  readonly settings?: Readonly<Record<string, string>>;
}

export async function openState({ apps, settings = {} }: StateOptions): Promise<State> {
  const database = await openFreshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'dialpad-cti-'));
  const server = await startServer(folder, { DATABASE_URL: database.url, ...settings });
  const close = async (): Promise<void> => {
    await server.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  const keys: string[] = [];
  for (let nth = 1; nth <= REAL_APPS; nth += 1) keys.push(...(await makeApp(server.port, nth)));
  await database.query(`
    BEGIN;
    SET LOCAL app.role = 'keeper';
    WITH made AS (
      INSERT INTO apps (app_id, name, created_at)
      SELECT gen_random_uuid(), 'App ' || n, now() FROM generate_series(1, ${apps - REAL_APPS}) AS n
      RETURNING app_id
    )
    INSERT INTO api_keys (app_id, key_id, name, digest, pepper_id, hash, created_at)
    SELECT
      made.app_id, substr(md5(made.app_id::text), 1, 12), 'default', sha256(made.app_id::text::bytea),
      (SELECT pepper_id FROM api_keys LIMIT 1), repeat('x', 60), now()
    FROM made;
    COMMIT`);
  await database.query('ANALYZE apps, api_keys');
  return { apps, port: server.port, keys, cpuSeconds: () => cpuSeconds(server.port), close };
}

interface Server {
  readonly port: number;
  readonly stop: () => Promise<unknown>;
}

async function startServer(
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const main = join(import.meta.dirname, '../../packages/server/src/main.ts');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--conditions=@dialpad-cti/source', main], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH,
      HOME,
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'info',
      INTERNAL_API_SECRET: SECRET,
      // As under npm: the server ends when this process does.
      npm_lifecycle_event: 'start',
      ...settings,
    },
  });
  const ended = once(child, 'close');
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, port] = /^READY (\d+)$/.exec(line) ?? [];
    if (port !== undefined) resolve(Number(port));
  });
  void ended.then(() => reject(new Error('The server did not start.')));
  const port = await promise;
  return {
    port,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** The keys of a new app. */
async function makeApp(port: number, nth: number): Promise<readonly string[]> {
  const { app_id: appId } = await post(port, '/internal/apps', { name: `Real ${nth}` });
  const keys: string[] = [];
  for (let key = 1; key <= KEYS_OF_EACH; key += 1) {
    const made = await post(port, `/internal/apps/${appId}/api-key`, { name: `key-${key}` });
    keys.push(made['api_key'] ?? '');
  }
  return keys;
}

async function cpuSeconds(port: number): Promise<number> {
  const headers = { authorization: `Bearer ${SECRET}` };
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(await answer.text())?.[1]);
}

async function post(
  port: number,
  path: string,
  body: object,
): Promise<Readonly<Record<string, string>>> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${path} was answered ${answer.status}.`);
  // What of it is read here is text.
  return (await answer.json()) as Readonly<Record<string, string>>;
}
