/** On every answer, whoever writes it. */
export function securityHeaders(isStrictTransport: boolean): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(isStrictTransport ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}
