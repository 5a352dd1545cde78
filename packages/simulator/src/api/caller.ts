import type { DialpadId } from '../world.ts';

/** Whose token it is, and what it is good for. */
export interface Caller {
  /** Null in a company without people. */
  readonly userId: DialpadId | null;
  readonly isAdmin: boolean;
  readonly scopes: ReadonlySet<string>;
  /** Null: an API key. */
  readonly grantId: string | null;
}

/** All that Dialpad's documents name. */
export const SCOPES: readonly string[] = [
  'agent_groups:read',
  'ai_recap',
  'calls:list',
  'change_log',
  'conference:all',
  'conference:read',
  'digital_sessions',
  'fax_message',
  'message_content_export',
  'message_content_export:all',
  'offline_access',
  'recordings_export',
  'screen_pop',
];
