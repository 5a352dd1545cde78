/** One promise that a port makes. Resolves if the subject keeps it, rejects if not. */
export interface Law<Subject> {
  readonly name: string;
  /** `open` gives a fresh, empty subject each time it is called. */
  readonly check: (open: () => Promise<Subject>) => Promise<void>;
}
