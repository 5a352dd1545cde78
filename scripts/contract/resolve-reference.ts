import type { Contract, Reference } from './contract-schema.ts';

/** What a reference such as `#/components/schemas/Call` stands for; all else as it is. */
export function resolveReference<Part extends object>(
  part: Part | Reference,
  { components = {} }: Contract,
): Part {
  if (!('$ref' in part) || typeof part.$ref !== 'string') return part as Part;
  const [, , kind = '', name = ''] = part.$ref.split('/');
  const target = components[kind]?.[name];
  if (target === undefined) throw new Error(`${part.$ref} is not in the document`);
  return target as Part;
}
