import { err, ok } from 'neverthrow';

import type { DialpadMedia } from '../domain/dialpad.ts';
import type { Outcome } from './dialpad-request.ts';
import type { MemoryAudio, MemoryDialpadState } from './dialpad-state.ts';

const RANGE = /^bytes=(\d*)-(\d*)$/;

/** All of the audio behind a link, or the one range that is asked for. */
export function mediaOf(
  { audio }: MemoryDialpadState,
  url: string,
  range: string | undefined,
): Outcome<DialpadMedia> {
  if (!isOfDialpad(url)) {
    return err({ kind: 'dialpad-rejected', status: null, detail: 'not a link of Dialpad' });
  }
  const found = audio.get(url);
  if (found === undefined) return err({ kind: 'dialpad-not-found' });
  const size = found.bytes.length;
  const [, first = '', last = ''] = RANGE.exec(range ?? '') ?? [];
  if (first === '' && last === '') return ok(answer(found, found.bytes, null));
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  if (start > end) {
    return err({ kind: 'dialpad-rejected', status: 416, detail: 'the range is outside' });
  }
  return ok(answer(found, found.bytes.subarray(start, end + 1), `bytes ${start}-${end}/${size}`));
}

function isOfDialpad(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, hostname } = new URL(url);
  if (protocol !== 'https:' || username !== '') return false;
  return hostname === 'dialpad.com' || hostname.endsWith('.dialpad.com');
}

function answer(
  { contentType }: MemoryAudio,
  bytes: Uint8Array,
  contentRange: string | null,
): DialpadMedia {
  return {
    status: contentRange === null ? 200 : 206,
    contentType,
    contentLength: bytes.length,
    contentRange,
    body: {
      async *[Symbol.asyncIterator]() {
        yield bytes;
      },
    },
  };
}
