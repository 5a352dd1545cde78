import { encodeBase62, type RandomBytes, randomBase62 } from './base62.ts';
import { crc32 } from './crc32.ts';

const PREFIX = 'raw_';
const ID_LENGTH = 12;
/** 256 bits. */
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;
const SHAPE = /^raw_([0-9A-Za-z]{12})_[0-9A-Za-z]{49}$/;

export interface NewApiKey {
  readonly keyId: string;
  /** Shown once, kept nowhere. */
  readonly text: string;
}

/** 66 ASCII characters, under bcrypt's 72 bytes: `raw_`, id, `_`, secret, check digits of all that. */
export function newApiKey(randomBytes: RandomBytes): NewApiKey {
  const keyId = randomBase62(ID_LENGTH, randomBytes);
  const body = `${PREFIX}${keyId}_${randomBase62(SECRET_LENGTH, randomBytes)}`;
  return { keyId, text: body + checkDigits(body) };
}

/** The id in a key that is whole; null for everything that we cannot have made. */
export function parseApiKey(text: string): string | null {
  const keyId = SHAPE.exec(text)?.[1];
  if (keyId === undefined) return null;
  return checkDigits(text.slice(0, -CHECK_LENGTH)) === text.slice(-CHECK_LENGTH) ? keyId : null;
}

const checkDigits = (body: string): string => encodeBase62(crc32(body), CHECK_LENGTH);
