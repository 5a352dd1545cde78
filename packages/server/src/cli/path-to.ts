/** A path of the API; what was typed cannot leave its own part of it. */
export function pathTo(base: string, ...parts: readonly string[]): string {
  return [base, ...parts.map(encoded)].join('/');
}

/** Dots alone would be taken as steps up. */
const encoded = (part: string): string =>
  /^\.{1,2}$/.test(part) ? part.replaceAll('.', '%252E') : encodeURIComponent(part);
