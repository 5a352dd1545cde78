/** Who does something that is written to the audit log, and from where. */
export interface Act {
  /**
   * `operator`; `operator-next` with the secret that follows; `visitor` for whoever came without a
   * secret, as from Dialpad or by a connect link; `server` for what a start makes.
   */
  readonly actor: string;
  /** The address that the request came from; null when nobody called. */
  readonly address: string | null;
  readonly requestId: string | null;
}
