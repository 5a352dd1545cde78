const STRING_OR_BRACKET = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[[\]{}]/g;

/**
 * The names of the members of an object as they stand in its JSON, repeated ones too, which
 * `JSON.parse` hides. Escapes are read: `"\u0061lg"` is `alg`. The text must be valid JSON.
 */
export function memberNames(json: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [token, colon] of json.matchAll(STRING_OR_BRACKET)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && colon !== undefined) names.push(nameOf(token, colon));
  }
  return names;
}

function nameOf(token: string, colon: string): string {
  return String(JSON.parse(token.slice(0, token.length - colon.length)));
}
