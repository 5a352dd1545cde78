import { type Client, DatabaseError } from 'pg';

import type { Passwords } from './read-passwords.ts';
import { withClient } from './with-client.ts';

const name = 'dialpad_cti';

/**
 * The address of our database as an ordinary role, which row-level security binds. Role and
 * database are made if they are missing, as they are after a first start that was cut short.
 */
export async function ensureDatabase(port: number, passwords: Passwords): Promise<string> {
  const server = `127.0.0.1:${port}`;
  const url = `postgres://${name}:${passwords.ordinary}@${server}/${name}`;
  if (await opens(url)) return url;

  await withClient(`postgres://postgres:${passwords.admin}@${server}/postgres`, async (admin) => {
    await ensureRole(admin, passwords.ordinary);
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
  });
  return url;
}

const wrongPassword = '28P01';
const noSuchDatabase = '3D000';

async function opens(url: string): Promise<boolean> {
  try {
    return await withClient(url, async () => true);
  } catch (error) {
    // A role that does not exist is refused like a wrong password.
    const code = error instanceof DatabaseError ? error.code : undefined;
    if (code === wrongPassword || code === noSuchDatabase) return false;
    throw error;
  }
}

async function ensureRole(admin: Client, password: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const rights = 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION';
  await admin.query(
    `${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name}
     ${rights} PASSWORD ${admin.escapeLiteral(password)}`,
  );
}
