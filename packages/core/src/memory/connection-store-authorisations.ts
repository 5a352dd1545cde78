import { err, ok, type ResultAsync } from 'neverthrow';

import type { Authorisation, ConnectionStore, NewConnectLink } from '../ports/connection-store.ts';
import type { AppNotFound, KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { attempt } from './attempt.ts';
import type { MemoryAuditLog } from './audit-log.ts';

export interface MemoryAuthorisationDeps {
  /** Epoch ms. */
  readonly now: () => number;
  readonly keyStore: Pick<KeyStore, 'app'>;
  readonly auditLog: Pick<MemoryAuditLog, 'note'>;
}

export function createMemoryAuthorisations({
  now,
  keyStore,
  auditLog,
}: MemoryAuthorisationDeps): Pick<
  ConnectionStore,
  'addConnectLink' | 'takeConnectLink' | 'beginAuthorisation' | 'takeAuthorisation'
> {
  const links = new Map<string, NewConnectLink>();
  const authorisations = new Map<string, Authorisation>();

  const forApp = (appId: string, keep: () => void): ResultAsync<void, StoreError | AppNotFound> =>
    keyStore
      .app(appId)
      .andThen((app) => (app === null ? err({ kind: 'app-not-found' as const }) : ok()))
      .andThen(() => attempt(keep));

  return {
    addConnectLink: (link, act) =>
      forApp(link.appId, () => {
        const { digest, appId } = link;
        put(links, now(), [digest, link]);
        auditLog.note(act, { action: 'connect-link.created', appId, subjectId: appId });
      }),
    takeConnectLink: (digest) => attempt(() => take(links, digest, now())?.appId ?? null),
    beginAuthorisation: (authorisation) =>
      forApp(authorisation.appId, () =>
        put(authorisations, now(), [authorisation.stateDigest, authorisation]),
      ),
    takeAuthorisation: (stateDigest, browserDigest) =>
      attempt(() => {
        const taken = take(authorisations, stateDigest, now());
        return taken?.browserDigest === browserDigest ? taken : null;
      }),
  };
}

interface Passing {
  /** Epoch ms. */
  readonly until: number;
}

function put<Row extends Passing>(
  rows: Map<string, Row>,
  now: number,
  [digest, row]: readonly [digest: string, row: Row],
): void {
  if (rows.has(digest)) throw new Error('the digest exists');
  for (const [key, { until }] of rows) if (until <= now) rows.delete(key);
  rows.set(digest, row);
}

/** Null when there is none or its time is over; there is none from then on. */
function take<Row extends Passing>(
  rows: Map<string, Row>,
  digest: string,
  now: number,
): Row | null {
  const row = rows.get(digest);
  rows.delete(digest);
  return row !== undefined && now < row.until ? row : null;
}
