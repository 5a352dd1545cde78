import type { Canaries } from './canaries.test.support.ts';

interface Pattern {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Looks for all secrets at once, in one pass over any amount of bytes: as they are, as hex, and as
 * base64 of anything that they are a part of. Says which, and how it is written.
 */
export function secretFinder(secrets: Canaries): (bytes: Buffer) => readonly string[] {
  const patterns = Object.entries(secrets).flatMap(([name, secret]) => patternsOf(name, secret));
  const byHead = Map.groupBy(patterns, ({ bytes }) => bytes.readUInt32LE(0));
  // Tells almost all places apart without a look into the map.
  const begins = new Uint8Array(65_536);
  for (const { bytes } of patterns) begins[bytes.readUInt16LE(0)] = 1;

  return (bytes) => {
    const found = new Set<string>();
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      if (begins[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] !== 1) continue;
      for (const pattern of byHead.get(bytes.readUInt32LE(at)) ?? []) {
        const end = at + pattern.bytes.length;
        if (bytes.subarray(at, end).equals(pattern.bytes)) found.add(pattern.name);
      }
    }
    return [...found];
  };
}

function patternsOf(name: string, secret: string): readonly Pattern[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < 16) throw new Error(`${name} is found by chance`);
  const hex = bytes.toString('hex');
  // Whatever stands before it: groups of three bytes begin at one of these.
  const base64 = [0, 1, 2].flatMap((offset) => {
    const whole = bytes.subarray(offset, bytes.length - ((bytes.length - offset) % 3));
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  return [
    { name: `${name} (plain)`, bytes },
    ...[hex, hex.toUpperCase()].map((text) => ({
      name: `${name} (hex)`,
      bytes: Buffer.from(text),
    })),
    ...base64.map((text) => ({ name: `${name} (base64)`, bytes: Buffer.from(text) })),
  ];
}
