import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Keyset } from '@dialpad-cti/core';
import { z } from 'zod';

export interface Cursors {
  readonly seal: (scope: string, place: Keyset) => string;
  /** Null for a cursor of another scope, an altered one, and any other text. */
  readonly open: (scope: string, cursor: string) => Keyset | null;
}

/**
 * Places in lists, sealed: a scope says whose list, which one and how filtered
 * and sorted, and a cursor opens for exactly the scope that it was made for.
 */
export function createCursors(key: Uint8Array): Cursors {
  return {
    seal: (scope, place) => {
      const content = Buffer.from(JSON.stringify([place.value, place.id]));
      return Buffer.concat([macOf(key, scope, content), content]).toString('base64url');
    },
    open: (scope, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url');
      if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) return null;
      const content = bytes.subarray(MAC_BYTES);
      const mac = bytes.subarray(0, MAC_BYTES);
      return timingSafeEqual(macOf(key, scope, content), mac) ? placeIn(content) : null;
    },
  };
}

const MAC_BYTES = 16;

// The scope's MAC has a fixed length: scope and content cannot run into each other.
function macOf(key: Uint8Array, scope: string, content: Buffer): Buffer {
  const scopeMac = createHmac('sha256', key).update(scope).digest();
  const mac = createHmac('sha256', key).update(scopeMac).update(content).digest();
  return mac.subarray(0, MAC_BYTES);
}

const Content = z.tuple([z.union([z.string(), z.number(), z.null()]), z.string()]);

// We made it ourselves, so it parses, unless another release wrote it in another form.
function placeIn(content: Buffer): Keyset | null {
  const parsed = Content.safeParse(JSON.parse(content.toString('utf8')));
  return parsed.success ? { value: parsed.data[0], id: parsed.data[1] } : null;
}
