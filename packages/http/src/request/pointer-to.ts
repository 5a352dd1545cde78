/** A JSON pointer (RFC 6901). Names come from outside: long or odd ones are not repeated whole. */
export function pointerTo(place: 'query' | 'body', path: readonly PropertyKey[]): string {
  return ['', place, ...path.map(segmentOf)].join('/');
}

const LONGEST_NAME = 64;
/** An API key that somebody put in the place of a name. */
const KEY = /raw_[0-9A-Za-z]{12}_[0-9A-Za-z]*/g;

function segmentOf(name: PropertyKey): string {
  return String(name)
    .replaceAll(KEY, 'raw_\u2026')
    .slice(0, LONGEST_NAME)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');
}
