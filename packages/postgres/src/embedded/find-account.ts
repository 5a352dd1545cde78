import { readFile } from 'node:fs/promises';

/** Whom the database's programs run as, when we ourselves are root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Undefined when we are not root: the programs then run as we do. */
export async function findAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map(parseLine);
  // Debian's and Fedora's packages make the first; every system has the second.
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find(({ name, uid }) => name === wanted && uid > 0);
    if (account !== undefined) return account;
  }
  throw new Error(
    'Postgres refuses to run as root, and /etc/passwd names neither "postgres" nor "nobody" to ' +
      'run it as. Start as an ordinary user, or set DATABASE_URL to a Postgres of your own.',
  );
}

function parseLine(line: string): Account {
  const [name = '', , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}
