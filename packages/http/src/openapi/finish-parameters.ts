import type { createDocument } from 'zod-openapi';

import { PARAMETER_DESCRIPTIONS } from './parameter-descriptions.ts';

type Rendered = ReturnType<typeof createDocument>;
type Parameters = NonNullable<
  NonNullable<NonNullable<Rendered['paths']>[string]['get']>['parameters']
>;

/** What schemas do not say of parameters: what their names mean, and that lists have commas. */
export function finishParameters({ paths = {} }: Rendered): void {
  for (const { get, post, delete: remove } of Object.values(paths)) {
    for (const operation of [get, post, remove]) operation?.parameters?.forEach(finish);
  }
}

function finish(parameter: Parameters[number]): void {
  if ('$ref' in parameter) return;
  const description = parameter.description ?? PARAMETER_DESCRIPTIONS.get(parameter.name);
  if (description !== undefined) parameter.description = description;
  const { schema } = parameter;
  const isList = typeof schema === 'object' && 'type' in schema && schema.type === 'array';
  // `status=active,held`: a parameter may come once.
  if (isList) Object.assign(parameter, { style: 'form', explode: false });
}
