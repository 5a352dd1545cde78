export type Environment = Readonly<Record<string, string | undefined>>;

/** What a first start may do without and a server on the internet may not. */
export function productionFaults(environment: Environment): readonly string[] {
  return [
    ...REQUIRED.filter((name) => environment[name] === undefined).map(
      (name) => `${name} is missing (NODE_ENV is production, where none is made up)`,
    ),
    ...SECRETS.filter((name) => secretsIn(environment, name).some(isDefaultLike)).map(
      (name) => `${name} looks like a placeholder: give a random one`,
    ),
    ...databaseFaults(environment),
  ];
}

const LISTS = ['ENCRYPTION_KEYS', 'KEY_PEPPER'];
const SECRETS = [
  'INTERNAL_API_SECRET',
  'INTERNAL_API_SECRET_NEXT',
  'DIALPAD_WEBHOOK_SECRET',
  ...LISTS,
];
const REQUIRED = [
  'DATABASE_URL',
  'INTERNAL_API_SECRET',
  'DIALPAD_WEBHOOK_SECRET',
  'ENCRYPTION_KEYS',
  'KEY_PEPPER',
];

function secretsIn(environment: Environment, name: string): readonly string[] {
  const value = environment[name] ?? '';
  return LISTS.includes(name) ? value.split(',').map((part) => part.trim()) : [value];
}

const PLACEHOLDERS =
  /change.?me|changeit|password|placeholder|example|default|insert|replace|your[-_ ]|<|01234567|12345678|abcdefgh/i;

/** Few different characters are no secret, however many there are. */
function isDefaultLike(secret: string): boolean {
  return secret !== '' && (PLACEHOLDERS.test(secret) || new Set(secret).size < 6);
}

/** To another machine the line is verified TLS, unless the URL says otherwise. */
function databaseFaults(environment: Environment): readonly string[] {
  const url = URL.parse(environment['DATABASE_URL'] ?? '');
  const mode = url?.searchParams.get('sslmode');
  if (url === null || isLocal(url) || environment['DATABASE_ALLOW_UNVERIFIED'] === 'true')
    return [];
  if (mode !== 'disable' && mode !== 'no-verify') return [];
  return [
    'DATABASE_URL switches verified TLS off by sslmode: leave it out, or on a private network set DATABASE_ALLOW_UNVERIFIED=true',
  ];
}

function isLocal({ hostname }: URL): boolean {
  return ['', 'localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
