/** UTF-8, also of half a surrogate pair, for which Node itself would write another character. */
export function looseUtf8(text: string): Buffer {
  return Buffer.concat(
    Array.from(text, (character) =>
      character.isWellFormed() ? Buffer.from(character) : halfBytes(character.charCodeAt(0)),
    ),
  );
}

function halfBytes(code: number): Buffer {
  return Buffer.of(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
}
