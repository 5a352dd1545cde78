import { prepareTemplate } from '@dialpad-cti/postgres';
import { openTestCluster, type TestCluster } from '@dialpad-cti/postgres/embedded';

export interface OwnCluster extends TestCluster {
  /** Has the databases that the work opens made there, and not where the whole run has them. */
  readonly within: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A Postgres with the settings of the product, whose files are this test's alone. */
export async function openOwnCluster(): Promise<OwnCluster> {
  const cluster = await openTestCluster({ durable: true });
  await prepareTemplate(cluster.url);
  return {
    ...cluster,
    async within(work) {
      const shared = process.env['TEST_DATABASE_URL'];
      process.env['TEST_DATABASE_URL'] = cluster.url;
      try {
        return await work();
      } finally {
        process.env['TEST_DATABASE_URL'] = shared;
      }
    },
  };
}
