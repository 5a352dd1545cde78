export type WantedRange =
  | { readonly kind: 'all' }
  /** Both included. */
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

/** A `Range` header about so many bytes. Several ranges at once, and other units, are not heeded. */
export function readRange(header: string | undefined, length: number): WantedRange {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return { kind: 'all' };
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  // The wrong way round is no range at all.
  if (from !== '' && to !== '' && Number(to) < Number(from)) return { kind: 'all' };
  return first > last ? { kind: 'unsatisfiable' } : { kind: 'part', first, last };
}
