import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Where a request comes from. Only the `trustedHops` last entries of `X-Forwarded-For` were
 * written by proxies of ours: those in front of them say whatever the client wants.
 */
export function clientAddress(
  { headersDistinct, socket }: Pick<IncomingMessage, 'headersDistinct' | 'socket'>,
  trustedHops: number,
): string {
  const own = addressIn(socket.remoteAddress ?? '') ?? UNKNOWN;
  if (trustedHops === 0) return own;
  const hops = (headersDistinct['x-forwarded-for'] ?? []).join(',').split(',');
  return addressIn(hops.at(-trustedHops) ?? '') ?? own;
}

/** Of a socket that its client has closed in the meantime. */
const UNKNOWN = '0.0.0.0';

/** As one text for one address, without the port and the zone that may stand behind it. */
function addressIn(entry: string): string | null {
  const text = entry.trim();
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  const withPort = /^([\d.]+):\d{1,5}$/.exec(text)?.[1];
  const [address = ''] = (bracketed ?? withPort ?? text).split('%', 1);
  const version = isIP(address);
  if (version === 4) return bracketed === undefined ? address : null;
  return version === 6 ? plainForm(address) : null;
}

/** IPv4 within IPv6, as a socket for both gives it, is IPv4. */
function plainForm(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) return text;
  return [high, low].flatMap(bytesOf).join('.');
}

function bytesOf(group: string): readonly number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
