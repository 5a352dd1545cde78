/** A storage's sets of connections, by what they are for. */
export type PoolName = 'intake' | 'worker' | 'reader' | 'keeper' | 'once' | 'apart' | 'holder';

/** Is told how long things take. Must not throw. */
export interface PostgresObserver {
  /** A group of events was stored, in one go. */
  onFlush(events: number, ms: number): void;
  /** A connection was taken, `ms` after it was asked for: 0 when one was free. */
  onPoolWait(pool: PoolName, ms: number): void;
}

/** Whole ms between asking for a connection and having it. */
export type OnWait = (ms: number) => void;
