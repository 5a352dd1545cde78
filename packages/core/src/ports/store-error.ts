/** The storage behind a port could not be reached or failed; `cause` is for logs only. */
export interface StoreError {
  readonly kind: 'store-unavailable';
  readonly cause: unknown;
}
