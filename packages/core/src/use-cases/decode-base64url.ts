/**
 * The bytes, or null unless the text is the one canonical way to write them: the URL alphabet, no
 * padding, unused bits zero. Node skips what it does not know, so only writing it again tells.
 */
export function decodeBase64url(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
