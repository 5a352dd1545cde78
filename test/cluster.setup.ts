import type { TestProject } from 'vitest/node';

/**
 * One throwaway Postgres for the whole run, with a migrated template from which each test file
 * copies a database of its own. `TEST_DATABASE_URL` names another server to use instead.
 *
 * The address travels by `process.env`: vitest's typed `provide` cannot be seen from the packages.
 */
export default async function openCluster(project: TestProject): Promise<() => Promise<void>> {
  if (project.vitest.projects.every(({ name }) => name === 'unit')) return async () => {};

  // Imported only here, so that the unit tests need neither Postgres nor its package.
  const { prepareTemplate } = await import('@dialpad-cti/postgres');

  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    await prepareTemplate(given);
    return async () => {};
  }

  const { openTestCluster } = await import('@dialpad-cti/postgres/embedded');
  const cluster = await openTestCluster();
  try {
    await prepareTemplate(cluster.url);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  process.env['TEST_DATABASE_URL'] = cluster.url;
  return () => cluster.stop();
}
