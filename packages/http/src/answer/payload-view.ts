import { isUtf8 } from 'node:buffer';

import { z } from 'zod';

/** Exactly one of the two is there. */
export const PayloadView = z.object({
  text: z.string().optional().describe('The payload, when it is UTF-8.'),
  base64: z.string().optional().describe('The bytes of any other payload.'),
});
export type PayloadView = z.infer<typeof PayloadView>;

/** As it is kept, to the byte: a decoder would take a byte order mark away. */
export function payloadView(bytes: Uint8Array): PayloadView {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? { text: buffer.toString('utf8') } : { base64: buffer.toString('base64') };
}
