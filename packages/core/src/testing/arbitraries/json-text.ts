/** JSON as Dialpad writes it: a bigint becomes a number literal of any length. */
export function jsonText(value: unknown): string {
  const marked = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? `${MARK}${inner}${MARK}` : inner,
  );
  return marked.replaceAll(new RegExp(`"${MARK}(-?\\d+)${MARK}"`, 'g'), '$1');
}

/** A private-use character, which no arbitrary of ours makes. */
const MARK = '\uE000';
