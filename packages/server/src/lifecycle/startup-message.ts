/** Why the server does not start, in words that say what to do. */
export function startupMessage(error: unknown): string {
  if (!(error instanceof Error)) return 'The server could not start.';
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that one, or set PORT (OPS_PORT, if it is that one) to a free one.`;
  }
  if (code === 'EACCES' && port !== undefined) {
    return `This account may not listen on port ${port}. Set PORT to one above 1023.`;
  }
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.';
  return error.message;
}
