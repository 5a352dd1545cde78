/** The running server, as its callers see it. Rejects with a `CliError` that says what to do. */
export interface Api {
  readonly get: (path: string, as: Caller) => Promise<Answer>;
  /** With an Idempotency-Key of its own: repeated by itself when the line was cut. */
  readonly post: (path: string, body?: object) => Promise<Answer>;
  readonly remove: (path: string) => Promise<Answer>;
  /** As Dialpad delivers; gives the answer whatever its status. */
  readonly deliver: (path: string, token: string) => Promise<Delivered>;
  /** As anybody, who needs no secret; gives the answer whatever its status. */
  readonly probe: (path: string) => Promise<Probed>;
}

/** A client app by its key, the operator by the secret, or anybody. */
export type Caller = 'app' | 'operator' | 'anybody';

/** JSON of which the reader says what is in it. */
export type Answer = Readonly<Record<string, unknown>>;

export interface Delivered {
  readonly status: number;
  readonly answer: Answer;
}

export interface Probed extends Delivered {
  readonly url: string;
  /** The server's clock to the second, epoch ms; null where it says none. */
  readonly serverTime: number | null;
}
