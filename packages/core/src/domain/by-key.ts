interface Keyed {
  readonly key: string;
}

/** By code unit, as everything of ours that must come out the same everywhere. */
export function byKey(left: Keyed, right: Keyed): number {
  if (left.key === right.key) return 0;
  return left.key < right.key ? -1 : 1;
}
