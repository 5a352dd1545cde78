export const AUDIT_ACTIONS = [
  'app.created',
  'app.activated',
  'app.deactivated',
  'api-key.created',
  'api-key.rotated',
  'api-key.revoked',
  'webhook.created',
  'webhook.secret-rotated',
  'webhook.deleted',
  'webhook.registered',
  'webhook.repaired',
  'webhook.changed',
  'connect-link.created',
  'connection.made',
  'connection.ended',
  'backfill.requested',
  'event.payload-shown',
  'dead-letter.replayed',
  'dead-letter.purged',
  'quarantine.released',
  'quarantine.purged',
  'unrouted.released',
  'unrouted.purged',
  'secrets.resealed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One thing that somebody did. Holds no secret, and nothing of calls and callers. */
export interface AuditEntry {
  /** UUID v7. */
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly action: AuditAction;
  readonly actor: string;
  readonly address: string | null;
  readonly requestId: string | null;
  /** Null for what belongs to no app, or to several. */
  readonly appId: string | null;
  /** What it was done to: an app, a key, a hook or an event by its id; null for several at once. */
  readonly subjectId: string | null;
  /** The name of a key; null for all else. */
  readonly name: string | null;
  /** How many it was done to. */
  readonly count: number;
}
