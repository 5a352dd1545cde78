/**
 * What the database's programs see of our environment: no secrets of ours, no PGPORT or PGDATA that
 * would redirect them, no locale that this system may not have.
 */
export const programEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});
