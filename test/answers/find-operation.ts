import type { ContractDocument, Operation } from './contract-document.ts';

export interface FoundOperation {
  readonly operation: Operation;
  /** Where it stands in the document, as a JSON pointer. */
  readonly pointer: string;
}

/** The operation that a request is for: of several that fit, the one with the fewest placeholders. */
export function findOperation(
  { paths }: ContractDocument,
  { method, path }: { readonly method: string; readonly path: string },
): FoundOperation | null {
  const name = (method === 'HEAD' ? 'GET' : method).toLowerCase();
  const [template] = Object.keys(paths)
    .filter((candidate) => paths[candidate]?.[name] !== undefined && fits(candidate, path))
    .toSorted((a, b) => placeholdersIn(a) - placeholdersIn(b));
  const operation = template === undefined ? undefined : paths[template]?.[name];
  if (template === undefined || operation === undefined) return null;
  const escaped = template.replaceAll('~', '~0').replaceAll('/', '~1');
  return { operation, pointer: `/paths/${encodeURIComponent(escaped)}/${name}` };
}

function fits(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.replace(/\/$/, '').split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, nth) => (part.startsWith('{') ? given[nth] !== '' : part === given[nth]))
  );
}

const placeholdersIn = (template: string): number => template.split('{').length;
