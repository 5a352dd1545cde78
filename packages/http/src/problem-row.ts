/** What a kind of fault is answered with, wherever it comes from. */
export interface ProblemRow {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}
