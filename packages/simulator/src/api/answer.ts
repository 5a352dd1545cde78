/** An answer, before it is bytes. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects become JSON; text and bytes bear their own `Content-Type` among the headers. */
  readonly body: object | string | Uint8Array | null;
}

export const answered = (body: object): Answer => ({ status: 200, body });

/** Members without a value are left out, as Dialpad does in its answers. */
export function withoutNulls(
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  );
}
