import { memberNames } from './member-names.ts';

export type JwtHeaderFault =
  | 'header-not-json'
  | 'header-not-object'
  | 'header-repeats-member'
  | 'header-has-extension'
  | 'algorithm-not-hs256';

/** Each would change what the signature means. All others are ignored, `kid` and `jwk` too. */
const EXTENSIONS = ['crit', 'b64', 'zip'];

// A byte order mark must be seen, and refused, by JSON.parse.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What forbids a token with this header, or null when it says HS256 and nothing that matters else. */
export function jwtHeaderFault(bytes: Uint8Array): JwtHeaderFault | null {
  let json: string;
  let header: unknown;
  try {
    json = utf8.decode(bytes);
    header = JSON.parse(json);
  } catch {
    return 'header-not-json';
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    return 'header-not-object';
  }
  const names = memberNames(json);
  if (new Set(names).size !== names.length) return 'header-repeats-member';
  if (EXTENSIONS.some((name) => names.includes(name))) return 'header-has-extension';
  return names.includes('alg') && 'alg' in header && header.alg === 'HS256'
    ? null
    : 'algorithm-not-hs256';
}
