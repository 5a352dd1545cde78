import { readFileSync } from 'node:fs';

export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl: false | { readonly rejectUnauthorized: boolean; readonly ca?: string };
}

export interface ConnectionPolicy {
  /** For private networks: lets `sslmode` switch TLS or its checks off for a host that is not local. */
  readonly allowUnverified?: boolean;
}

/**
 * What a database URL says, in one form for every client. To a host that is not local the line is
 * verified TLS unless the URL says otherwise, and saying so needs `allowUnverified`. Throws without
 * naming any part of the URL: it holds a password.
 */
export function connectionSettings(url: string, policy: ConnectionPolicy = {}): ConnectionSettings {
  const parsed = parse(url);
  const host = parsed.searchParams.get('host') ?? decodeURIComponent(parsed.hostname);
  const user = decodeURIComponent(parsed.username);
  const database = decodeURIComponent(parsed.pathname.slice(1));
  return {
    host: host.replace(/^\[|\]$/g, '') || 'localhost',
    port: Number(parsed.port || 5432),
    user,
    password: decodeURIComponent(parsed.password),
    database: database || user,
    ssl: tlsOf(parsed, isLocal(host), policy.allowUnverified === true),
  };
}

function parse(url: string): URL {
  // Credentials without a host, which the address of a socket has, are no URL by the standard.
  const whole = url.replace(/^(postgres(?:ql)?:\/\/[^/]*@)\//, '$1localhost/');
  if (!/^postgres(ql)?:\/\//.test(whole) || !URL.canParse(whole)) {
    throw new Error('The database URL is not of the form postgres://user:password@host/database.');
  }
  return new URL(whole);
}

function isLocal(host: string): boolean {
  return (
    host === '' ||
    host === 'localhost' ||
    host === '[::1]' ||
    host === '::1' ||
    host.startsWith('/') ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

function tlsOf(url: URL, local: boolean, allowUnverified: boolean): ConnectionSettings['ssl'] {
  const mode = url.searchParams.get('sslmode') ?? (local ? 'disable' : 'verify-full');
  const authority = url.searchParams.get('sslrootcert');
  switch (mode) {
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return authority === null
        ? { rejectUnauthorized: true }
        : { rejectUnauthorized: true, ca: readFileSync(authority, 'utf8') };
    case 'disable':
    case 'no-verify':
      if (local || allowUnverified)
        return mode === 'disable' ? false : { rejectUnauthorized: false };
      throw new Error(
        'The database is on another host and its URL switches verified TLS off by sslmode.',
      );
    default:
      throw new Error(
        'The database URL has an sslmode that is none of disable, no-verify, require, verify-full.',
      );
  }
}
