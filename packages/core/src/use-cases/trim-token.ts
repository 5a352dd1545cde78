const BLANKS: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0d, 0x0a]);

/** A body without the blanks, tabs and line ends around it; the bytes are not copied. */
export function trimToken(body: Uint8Array): Uint8Array {
  let start = 0;
  let end = body.length;
  while (start < end && BLANKS.has(body[start])) start += 1;
  while (start < end && BLANKS.has(body[end - 1])) end -= 1;
  return body.subarray(start, end);
}
