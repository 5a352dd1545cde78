export { type EmbeddedPostgres, openEmbeddedPostgres } from './open-embedded-postgres.ts';
export { type FreshDatabase, openFreshDatabase } from './open-fresh-database.ts';
export { openTestCluster, type TestCluster } from './open-test-cluster.ts';
