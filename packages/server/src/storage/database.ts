/** Where the data lies: a Postgres of our own, or one that we were given. */
export type Database = EmbeddedDatabase | GivenDatabase;

interface EmbeddedDatabase {
  readonly kind: 'embedded';
  readonly url: string;
  readonly dataDir: string;
  /** The database's own account could not reach the data folder. */
  readonly isRelocated: boolean;
  readonly stop: () => Promise<void>;
}

interface GivenDatabase {
  readonly kind: 'given';
  readonly url: string;
  readonly stop: () => Promise<void>;
}
