import { randomBytes } from 'node:crypto';

/** One set for a test file, so that several servers share one database. */
export const testSecrets = {
  INTERNAL_API_SECRET: randomBytes(32).toString('base64url'),
  DIALPAD_WEBHOOK_SECRET: randomBytes(32).toString('base64url'),
  ENCRYPTION_KEYS: randomBytes(32).toString('base64url'),
  KEY_PEPPER: randomBytes(32).toString('base64url'),
};
