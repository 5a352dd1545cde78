/** Something that whoever guards the server should know of. Holds no secret and no key. */
export interface SecurityEvent {
  readonly kind: SecurityEventKind;
  readonly requestId: string;
  readonly method: string;
  /** As declared, e.g. `/internal/apps`. */
  readonly route: string;
  readonly address: string;
  readonly appId?: string;
  readonly keyId?: string;
  readonly hookId?: string;
  /** Why a signature was refused, or which policy was exceeded. */
  readonly reason?: string;
}

export const SECURITY_EVENT_KINDS = [
  'key-refused',
  'operator-refused',
  'signature-refused',
  /** A link to connect an app, or Dialpad's answer to one, that is not (any more) good for anything. */
  'authorisation-refused',
  'quota-exceeded',
  /** An operator changed something, or looked at a payload. */
  'operator-act',
] as const;
export type SecurityEventKind = (typeof SECURITY_EVENT_KINDS)[number];
