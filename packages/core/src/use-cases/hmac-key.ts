import { createSecretKey, type KeyObject } from 'node:crypto';

/** A secret made ready for HMAC. Making one costs ten times what using one does: make it once. */
export type HmacKey = KeyObject;

/** The key is the UTF-8 text of the secret as it was given to Dialpad, never decoded further. */
export const hmacKey = (secret: string): HmacKey => createSecretKey(secret, 'utf8');
