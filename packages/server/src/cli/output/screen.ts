/** Where the program writes. */
export interface Screen {
  /** Of standard output; a file or another program gets every character of a line. */
  readonly isTerminal: boolean;
  readonly isColored: boolean;
  /** In characters. */
  readonly width: number;
  /** Standard error is a terminal: progress may be drawn there. */
  readonly drawsProgress: boolean;
  readonly write: (text: string) => void;
  /** To standard error. */
  readonly complain: (text: string) => void;
}
