import { err, ok, type Result, type ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { ConnectionStatus } from '../domain/connection.ts';
import type {
  ChangedTokens,
  ConnectionStore,
  HeldTokens,
  MadeConnection,
  NewConnection,
  TokenChange,
} from '../ports/connection-store.ts';
import type { KeyStore } from '../ports/key-store.ts';
import { applyTokenChange, newHeldTokens } from '../use-cases/connect/apply-token-change.ts';
import { attempt } from './attempt.ts';
import type { MemoryAuditLog } from './audit-log.ts';
import { createMemoryAuthorisations } from './connection-store-authorisations.ts';
import { announceConnection } from './connection-store-news.ts';
import { type ConnectionRow, connectionStatus } from './connection-store-row.ts';
import { inTurn } from './in-turn.ts';
import type { MemorySources, MemoryState } from './state.ts';

export interface MemoryConnectionDeps {
  readonly keyStore: Pick<KeyStore, 'app'>;
  readonly auditLog: MemoryAuditLog;
}

/** Nothing outlives the process, so tokens lie in it as they are. */
export function createMemoryConnectionStore(
  state: MemoryState,
  sources: MemorySources,
  { keyStore, auditLog }: MemoryConnectionDeps,
): ConnectionStore {
  const rows = new Map<string, ConnectionRow>();
  const turns = new Map<string, Promise<void>>();
  const heldIn = (appId: string): HeldTokens | null => rows.get(appId)?.held ?? null;

  function put(given: NewConnection, act: Act): MadeConnection {
    const { appId, tokens, ...rest } = given;
    const now = sources.now();
    const held = newHeldTokens(tokens, given.companyId, now);
    const row = { ...rest, appId, held, expiresAt: held.expiresAt, connectedAt: now };
    const made = { ...row, refreshedAt: null };
    const isNews = heldIn(appId) === null;
    rows.set(appId, made);
    auditLog.note(act, { action: 'connection.made', appId, subjectId: appId });
    return {
      connection: connectionStatus(made),
      updates: isNews ? [announceConnection(state, sources, { appId, state: 'connected' })] : [],
    };
  }

  function end(appId: string, act: Act): ConnectionStatus | null {
    const row = rows.get(appId);
    if (row === undefined) return null;
    rows.delete(appId);
    auditLog.note(act, { action: 'connection.ended', appId, subjectId: appId });
    return connectionStatus(row);
  }

  function change(row: ConnectionRow, held: HeldTokens, decided: TokenChange): ChangedTokens {
    const { appId } = row;
    if (decided.kind === 'reauthorisation-needed') {
      rows.set(appId, { ...row, held: null });
      const news = { appId, state: 'reauthorisation_needed' } as const;
      return { tokens: null, updates: [announceConnection(state, sources, news)] };
    }
    const now = sources.now();
    const tokens = applyTokenChange(held, decided, now);
    const refreshedAt = decided.kind === 'refreshed' ? now : row.refreshedAt;
    rows.set(appId, { ...row, held: tokens, expiresAt: tokens.expiresAt, refreshedAt });
    return { tokens, updates: [] };
  }

  async function changeTokens<Fault>(
    appId: string,
    work: (held: HeldTokens) => ResultAsync<TokenChange, Fault>,
  ): Promise<Result<ChangedTokens | null, Fault>> {
    const row = rows.get(appId);
    if (row === undefined || row.held === null) return ok(null);
    const { held } = row;
    const decided = await work(held);
    return decided.map((value) => change(row, held, value));
  }

  return {
    ...createMemoryAuthorisations({ now: sources.now, keyStore, auditLog }),
    putConnection: (connection, act) =>
      keyStore
        .app(connection.appId)
        .andThen((app) => (app === null ? err({ kind: 'app-not-found' as const }) : ok()))
        .andThen(() =>
          attempt(() => inTurn(turns, connection.appId, async () => put(connection, act))),
        ),
    connection: (appId) =>
      attempt(() => {
        const row = rows.get(appId);
        return row === undefined ? null : connectionStatus(row);
      }),
    connections: () => attempt(() => [...rows.values()].map(connectionStatus)),
    tokens: (appId) => attempt(() => heldIn(appId)),
    changeTokens: (appId, work) =>
      attempt(() => inTurn(turns, appId, () => changeTokens(appId, work))).andThen(
        (outcome) => outcome,
      ),
    endConnection: (appId, act) => attempt(() => inTurn(turns, appId, async () => end(appId, act))),
  };
}
