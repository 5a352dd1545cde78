/** Asks who sits at the terminal. */
export interface Prompts {
  readonly confirm: (question: string) => Promise<boolean>;
  /** What is typed is not shown. */
  readonly secret: (question: string) => Promise<string>;
}
