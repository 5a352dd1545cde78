const SECRETS: ReadonlySet<string> = new Set([
  'access_token',
  'apikey',
  'client_secret',
  'code',
  'code_verifier',
  'refresh_token',
  'secret',
]);

export const isSecret = (name: string): boolean => SECRETS.has(name.toLowerCase());

/** The same value, less its members that are secrets, however deep. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !isSecret(name))
      .map(([name, inner]) => [name, withoutSecrets(inner)]),
  );
}
