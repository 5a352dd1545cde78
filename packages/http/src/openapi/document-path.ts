/** `/api/calls/:id` as OpenAPI writes it: `/api/calls/{id}`. */
export function documentPath(path: string): string {
  return path.replaceAll(PLACEHOLDER, '{$1}');
}

/** The names of a path's placeholders, in their order. */
export function placeholdersOf(path: string): readonly string[] {
  return [...path.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

const PLACEHOLDER = /:([A-Za-z_]+)/g;
