/** A JSON pointer (RFC 6901). Names come from outside: long or odd ones are not repeated whole. */
export function pointerTo(place: 'query' | 'body', path: readonly PropertyKey[]): string {
  return ['', place, ...path.map(segmentOf)].join('/');
}

const LONGEST_NAME = 64;

function segmentOf(name: PropertyKey): string {
  return String(name)
    .slice(0, LONGEST_NAME)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');
}
