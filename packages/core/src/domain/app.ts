/** A tenant: one company's data, fed by one Dialpad account. */
export interface App {
  /** UUID. */
  readonly appId: string;
  readonly name: string;
  /** An inactive app's events are stored and wait; its keys open nothing. */
  readonly isActive: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
}
