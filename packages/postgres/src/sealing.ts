import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

export interface SealingKey {
  /** Stored beside what the key sealed. */
  readonly keyId: string;
  readonly key: KeyObject;
}

/** The first seals; the others still open what they sealed. */
export type SealingKeys = readonly [SealingKey, ...SealingKey[]];

export interface Sealed {
  readonly keyId: string;
  /** Nonce, ciphertext, tag. */
  readonly bytes: Uint8Array;
}

/** Where a sealed value stands. It opens there only: moved to another row or column it is refused. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly appId: string;
  readonly rowId: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `secret` is one of `ENCRYPTION_KEYS`: at least 32 random characters. */
export function createSealingKey(secret: string): SealingKey {
  const keyId = hash('sha256', `sealing-key-id:${secret}`).slice(0, 8);
  const bytes = hkdfSync('sha256', secret, '', 'dialpad-cti sealing', 32);
  return { keyId, key: createSecretKey(Buffer.from(bytes)) };
}

/** What these seal opens only with the same text again, which need not be kept anywhere. */
export function bindToText(keys: SealingKeys, text: string): SealingKeys {
  const [first, ...others] = keys;
  const bind = ({ keyId, key }: SealingKey): SealingKey => {
    const bytes = hkdfSync(
      'sha256',
      text,
      key.export(),
      'dialpad-cti sealing, bound to a text',
      32,
    );
    return { keyId, key: createSecretKey(Buffer.from(bytes)) };
  };
  return [bind(first), ...others.map(bind)];
}

/** AES-256-GCM with a random nonce, under the current key. */
export function seal(keys: SealingKeys, place: SealedPlace, text: string): Sealed {
  const [{ keyId, key }] = keys;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associatedData(place, keyId));
  const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()]);
  return { keyId, bytes: Buffer.concat([bytes, cipher.getAuthTag()]) };
}

/** Throws when the key is not there, or the value was changed or moved: says where, and never what. */
export function unseal(keys: SealingKeys, place: SealedPlace, sealed: Sealed): string {
  const { keyId, bytes } = sealed;
  const found = keys.find((candidate) => candidate.keyId === keyId);
  if (found === undefined) throw new Error(`the encryption key ${keyId} is not configured`);
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', found.key, nonce, options);
    decipher.setAAD(associatedData(place, keyId));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new Error(`${nameOf(place)} does not open: it was changed, or moved there`, { cause });
  }
}

/** Without the row: its id may be half a secret. */
function nameOf({ table, column, appId }: SealedPlace): string {
  return appId === '' ? `${table}.${column}` : `${table}.${column} of the app ${appId}`;
}

function associatedData({ table, column, appId, rowId }: SealedPlace, keyId: string): Buffer {
  return Buffer.from([table, column, appId, rowId, keyId].join('|'));
}
