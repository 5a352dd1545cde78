/** A number as it was written; `JSON.stringify` writes it so again. */
interface RawJson {
  readonly rawJSON: string;
}

type SourceReviver = (
  key: string,
  value: unknown,
  context: { readonly source?: string },
) => unknown;

interface SourceJson {
  parse(text: string, reviver: SourceReviver): unknown;
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
}

/** As Node's `JSON` is; the compiler's library does not know of sources yet. */
export const sourceJson = JSON as unknown as SourceJson;
