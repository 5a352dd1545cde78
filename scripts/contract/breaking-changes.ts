import type {
  Contract,
  ContractBody,
  ContractOperation,
  ContractParameter,
} from './contract-schema.ts';
import { resolveReference } from './resolve-reference.ts';
import { type SchemaPair, schemaBreaks } from './schema-breaks.ts';

interface Contracts {
  readonly before: Contract;
  readonly after: Contract;
}

interface Pair<Part> {
  readonly before: Part;
  readonly after: Part;
  readonly contracts: Contracts;
}

/** What a client of the contract `before` would stumble over in `after`, one sentence each. */
export function breakingChanges(contracts: Contracts): readonly string[] {
  return Object.entries(contracts.before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, before]) => {
      const after = contracts.after.paths[path]?.[method];
      const breaks =
        after === undefined ? ['is gone'] : operationBreaks({ before, after, contracts });
      return breaks.map((sentence) => `${method.toUpperCase()} ${path}: ${sentence}`);
    }),
  );
}

function operationBreaks(pair: Pair<ContractOperation>): readonly string[] {
  const { before, after } = pair;
  return [
    ...(before.operationId === after.operationId
      ? []
      : [`its operation ${before.operationId} became ${after.operationId}`]),
    ...proofBreaks(pair),
    ...parameterBreaks(pair),
    ...requestBreaks(pair),
    ...answerBreaks(pair),
  ];
}

function proofBreaks({ before, after, contracts }: Pair<ContractOperation>): readonly string[] {
  const isSame = proofOf(before, contracts.before) === proofOf(after, contracts.after);
  return isSame ? [] : ['asks for another proof of who calls'];
}

/** How a caller proves itself, with the headers that the names of the ways stand for. */
function proofOf({ security = [] }: ContractOperation, { components = {} }: Contract): string {
  const ways = security.map((names) =>
    Object.keys(names).map((name) => [name, components['securitySchemes']?.[name]]),
  );
  return JSON.stringify(ways, (key, value) => (key === 'description' ? undefined : value));
}

function parameterBreaks({ before, after, contracts }: Pair<ContractOperation>): readonly string[] {
  const old = parametersOf(before, contracts.before);
  const now = parametersOf(after, contracts.after);
  const added = [...now]
    .filter(([key, { required }]) => required === true && old.get(key)?.required !== true)
    .map(([key]) => `the parameter ${key} is required now`);
  const changed = [...old].flatMap(([key, parameter]) => {
    const other = now.get(key);
    if (other === undefined) return [`the parameter ${key} is gone`];
    if (parameter.style !== other.style || parameter.explode !== other.explode) {
      return [`the parameter ${key} is written another way`];
    }
    return schemaBreaks({
      before: parameter.schema ?? {},
      after: other.schema ?? {},
      side: 'request',
      place: `the parameter ${key}`,
      contracts,
    });
  });
  return [...added, ...changed];
}

function parametersOf(
  { parameters = [] }: ContractOperation,
  contract: Contract,
): ReadonlyMap<string, ContractParameter> {
  const resolved = parameters.map((part) => resolveReference<ContractParameter>(part, contract));
  return new Map(resolved.map((parameter) => [`${parameter.name} (${parameter.in})`, parameter]));
}

function requestBreaks({ before, after, contracts }: Pair<ContractOperation>): readonly string[] {
  const [old, now] = [before.requestBody, after.requestBody];
  const isRequired = now?.required === true && old?.required !== true;
  return [
    ...(isRequired ? ['a body is required now'] : []),
    ...(old !== undefined && now === undefined ? ['takes no body any more'] : []),
    ...(old === undefined || now === undefined
      ? []
      : contentBreaks({ before: old, after: now, contracts }, { side: 'request', place: 'body' })),
  ];
}

function answerBreaks({ before, after, contracts }: Pair<ContractOperation>): readonly string[] {
  return Object.entries(before.responses).flatMap(([status, answer]) => {
    const other = after.responses[status];
    if (other === undefined) return [`the answer ${status} is gone`];
    const pair = {
      before: resolveReference<ContractBody>(answer, contracts.before),
      after: resolveReference<ContractBody>(other, contracts.after),
      contracts,
    };
    const place = `answer ${status}`;
    return [...codeBreaks(pair, place), ...contentBreaks(pair, { side: 'answer', place })];
  });
}

function codeBreaks({ before, after }: Pair<ContractBody>, place: string): readonly string[] {
  const said = after['x-problem-codes'] ?? [];
  const gone = (before['x-problem-codes'] ?? []).filter((code) => !said.includes(code));
  return gone.map((code) => `${place}: the code ${code} is gone`);
}

function contentBreaks(
  { before, after, contracts }: Pair<ContractBody>,
  where: Pick<SchemaPair, 'side' | 'place'>,
): readonly string[] {
  return Object.entries(before.content ?? {}).flatMap(([type, { schema = {} }]) => {
    const other = after.content?.[type];
    if (other === undefined) return [`${where.place}: is no longer ${type}`];
    return schemaBreaks({ ...where, before: schema, after: other.schema ?? {}, contracts });
  });
}
