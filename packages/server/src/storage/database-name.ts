/** Without the password, and without options, which may hold one. */
export function databaseName(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `Postgres at ${hostname || 'localhost'}${port === '' ? '' : `:${port}`}${pathname}`;
}
