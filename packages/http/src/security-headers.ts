import type { HttpDeps } from './http-deps.ts';

/** Browsers come by https only. */
export const isStrictTransport = (deps: Pick<HttpDeps, 'strictTransport' | 'publicUrl'>): boolean =>
  deps.strictTransport ?? deps.publicUrl.startsWith('https:');

/** On every answer, whoever writes it. */
export function securityHeaders(isStrict: boolean): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(isStrict ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}
