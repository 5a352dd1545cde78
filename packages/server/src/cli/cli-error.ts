export const EXIT_CODES = { failure: 1, usage: 2, unreachable: 69 } as const;

/** Why a command ends without success, in one sentence that says what to do. */
export class CliError extends Error {
  readonly exit: keyof typeof EXIT_CODES;
  /** Stable, for programs: of the server's problem, or of our own. */
  readonly code: string;

  constructor(exit: keyof typeof EXIT_CODES, code: string, detail: string) {
    super(detail);
    this.exit = exit;
    this.code = code;
  }
}
