import type { ApiKeyRecord } from '../domain/api-key.ts';
import type { App } from '../domain/app.ts';
import type { HookSecret } from '../domain/hook.ts';
import type { Registration } from '../domain/registration.ts';
import type { MemoryAuditLog } from './audit-log.ts';

/** What the parts of one key store share. */
export interface KeyStoreParts {
  /** All by id. Rows are never changed in place: a change puts a new one. */
  readonly apps: Map<string, App>;
  readonly keys: Map<string, ApiKeyRow>;
  readonly hooks: Map<string, HookRow>;
  /** By the id of the hook. */
  readonly registrations: Map<string, Registration>;
  readonly epoch: { current: number };
  /** Epoch ms. */
  readonly now: () => number;
  readonly note: MemoryAuditLog['note'];
}

/** Times are epoch ms; null: not, or never. */
export interface ApiKeyRow extends ApiKeyRecord {
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
  /** Another one has its name. */
  readonly isReplaced: boolean;
}

export interface HookRow {
  readonly hookId: string;
  readonly appId: string;
  readonly createdAt: number;
  readonly secret: string;
  /** The one before, which may be over. */
  readonly previous: HookSecret | null;
}
