import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';

import { withConnection } from './with-connection.ts';

/** A statement; one with a name is parsed and planned once a connection. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly name?: string;
}

/** Whose rows the policies of 0004_row-security.sql let a transaction see. */
export type Role = 'intake' | 'worker';

/** Statements of one transaction, sent in one go: one round trip for all of them. */
export function runInRole(
  pool: Pool,
  { role, deadlineMs }: { readonly role: Role; readonly deadlineMs: number },
  statements: readonly Statement[],
): Promise<readonly QueryResult[]> {
  return withConnection(pool, { deadlineMs }, async (client) => {
    const results = await sendAll(client, [
      { text: beginIn(role) },
      ...statements,
      { text: 'COMMIT' },
    ]);
    return results.slice(1, -1);
  });
}

/** Writes all of them before the first answer. The first that fails decides; none is left behind. */
export async function sendAll(
  client: PoolClient,
  statements: readonly Statement[],
): Promise<readonly QueryResult[]> {
  const outcomes = await Promise.allSettled(statements.map((statement) => send(client, statement)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

export function send<Row extends QueryResultRow>(
  client: PoolClient,
  { text, values = [], name }: Statement,
): Promise<QueryResult<Row>> {
  return client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) });
}

/** One message to the server: the transaction, and who it acts for until its end. */
export function beginIn(role: Role): string {
  return BEGIN[role];
}

// The level is named, since a database may have another default: a flush must see what another has
// just counted, and a worker what the last holder of a stream left of its queue.
//
// Every statement of a worker finds its rows by key. A plan made while a table was small must not
// read all of it when it has grown: the queue does so just when the worker is needed most.
const BEGIN: Readonly<Record<Role, string>> = {
  intake: `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL app.role = 'intake'`,
  worker: `
    BEGIN ISOLATION LEVEL READ COMMITTED;
    SET LOCAL app.role = 'worker';
    SET LOCAL enable_seqscan = off;
    SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_mergejoin = off`,
};
