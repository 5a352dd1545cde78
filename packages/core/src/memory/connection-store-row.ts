import type { ConnectionStatus } from '../domain/connection.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { HeldTokens } from '../ports/connection-store.ts';

/** Times are epoch ms. */
export interface ConnectionRow {
  readonly appId: string;
  readonly companyId: string | null;
  readonly userId: string | null;
  readonly officeId: string | null;
  readonly scopes: readonly string[];
  /** Null: it has to be authorised anew. */
  readonly held: HeldTokens | null;
  /** Of the access token that is or was held last. */
  readonly expiresAt: number | null;
  readonly connectedAt: number;
  readonly refreshedAt: number | null;
}

export function connectionStatus({ held, ...row }: ConnectionRow): ConnectionStatus {
  return {
    ...row,
    state: held === null ? 'reauthorisation_needed' : 'connected',
    expiresAt: timestampOf(row.expiresAt),
    connectedAt: timestampOf(row.connectedAt),
    refreshedAt: timestampOf(row.refreshedAt),
  };
}
