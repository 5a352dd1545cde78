import { hash } from 'node:crypto';

export interface DigestedRequest {
  readonly method: string;
  /** As declared, with its placeholders. */
  readonly path: string;
  readonly params: unknown;
  readonly query: Readonly<Record<string, string>>;
  /** As it came, before any default. */
  readonly body: unknown;
}

/** Tells whether two requests ask for the same, wherever in the query a parameter stands. */
export function requestDigest(request: DigestedRequest): Uint8Array {
  const { method, path, params, body } = request;
  const query = Object.entries(request.query).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify([method, path, params, query, body]), 'buffer');
}
