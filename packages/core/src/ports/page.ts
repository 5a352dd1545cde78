/** Where a page ended: the sort value of its last row (null sorts last) and its id. */
export interface Keyset {
  readonly value: string | number | null;
  readonly id: string;
}

export interface PageRequest {
  /** 1 to 200. */
  readonly limit: number;
  /** Rows after this one only. */
  readonly after?: Keyset;
  /** Rows to leave out first; not together with `after`. */
  readonly offset?: number;
  /** Count the rows of the whole list, up to `COUNT_CAP`. */
  readonly count?: boolean;
}

export const COUNT_CAP = 10_000;

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Null on the last page. */
  readonly next: Keyset | null;
  /** Only when it was asked for; `COUNT_CAP` means "at least". */
  readonly total?: number;
}
