import { randomBytes } from 'node:crypto';

const COUNTER_BITS = 12;

/**
 * UUIDs that sort by the time they were made, also within one millisecond and
 * when the clock steps back (RFC 9562, 6.2, method 1).
 */
export function createUuidV7(now: () => number): () => string {
  let last = 0n;

  return () => {
    const fresh = BigInt(Math.floor(now())) << BigInt(COUNTER_BITS);
    last = fresh > last ? fresh : last + 1n;
    return format(last);
  };
}

function format(tick: bigint): string {
  const time = (tick >> BigInt(COUNTER_BITS)).toString(16).padStart(12, '0');
  const counter = (tick & 0xfffn).toString(16).padStart(3, '0');
  const random = randomBytes(8);
  random.writeUInt8((random.readUInt8(0) & 0x3f) | 0x80, 0);
  const tail = random.toString('hex');
  const groups = [time.slice(0, 8), time.slice(8), `7${counter}`, tail.slice(0, 4), tail.slice(4)];
  return groups.join('-');
}
