import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import type { ContractDocument, DeclaredAnswer } from './contract-document.ts';
import { type FoundOperation, findOperation } from './find-operation.ts';

export interface SeenAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Without parameters; null for an answer without a body. */
  readonly mediaType: string | null;
  /** Of JSON only, else empty. */
  readonly body: string;
}

/** What is wrong with an answer, or null. */
export type AnswerCheck = (answer: SeenAnswer) => string | null;

/** Holds answers to a contract document: nothing that it does not declare is let pass. */
export function createAnswerCheck(given: Readonly<Record<string, unknown>>): AnswerCheck {
  const document = given as unknown as ContractDocument;
  // Not strict: a whole OpenAPI document is not a schema, only what is compiled of it.
  const ajv = formats.default(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema(closed(document) as object, 'contract', undefined, false);
  const faultOfBody = (pointer: string, body: unknown): string | null => {
    const validate = ajv.getSchema(`contract#${pointer}`);
    if (validate === undefined) return `has no schema under ${pointer}`;
    return validate(body) === true ? null : `has a body where ${ajv.errorsText(validate.errors)}`;
  };
  return (answer) => {
    const found = findOperation(document, answer);
    const fault = isOfNoOperation(answer)
      ? faultOfProblem(answer, faultOfBody)
      : faultOf(found, answer, { document, faultOfBody });
    return fault === null ? null : `${answer.method} ${answer.path}: ${answer.status} ${fault}`;
  };
}

type FaultOfBody = (pointer: string, body: unknown) => string | null;

interface Contract {
  readonly document: ContractDocument;
  readonly faultOfBody: FaultOfBody;
}

function faultOf(
  found: FoundOperation | null,
  answer: SeenAnswer,
  contract: Contract,
): string | null {
  if (found === null) return 'is an answer of no declared operation';
  const place = placeOf(found, answer.status, contract.document);
  if (place === null) return `is not declared for ${found.operation.operationId}`;
  const { declared, pointer } = place;
  const type = Object.keys(declared.content ?? {}).find(
    (candidate) => candidate.split(';', 1)[0] === answer.mediaType,
  );
  if (type === undefined)
    return `is not declared as ${answer.mediaType ?? 'an answer without body'}`;
  if (answer.method === 'HEAD' || !isJson(answer.mediaType)) return null;
  const body = jsonIn(answer.body);
  if (body === undefined) return 'has a body that is not JSON';
  const codes = declared['x-problem-codes'];
  if (codes !== undefined && !codes.includes(codeOf(body))) return `has the code ${codeOf(body)}`;
  const key = encodeURIComponent(type.replaceAll('~', '~0').replaceAll('/', '~1'));
  return contract.faultOfBody(`${pointer}/content/${key}/schema`, body);
}

function placeOf(
  { operation, pointer }: FoundOperation,
  status: number,
  { components }: ContractDocument,
): { readonly declared: DeclaredAnswer; readonly pointer: string } | null {
  const declared = operation.responses[status];
  if (declared === undefined) return null;
  if (!('$ref' in declared)) return { declared, pointer: `${pointer}/responses/${status}` };
  const name = declared.$ref.slice('#/components/responses/'.length);
  const shared = components.responses[name];
  return shared === undefined ? null : { declared: shared, pointer: declared.$ref.slice(1) };
}

/** Any server may say that it does not serve a path or method, and may be asked ahead by a browser. */
function isOfNoOperation({ method, status, body }: SeenAnswer): boolean {
  if (method === 'OPTIONS' && status === 204) return true;
  if (method === 'HEAD') return status === 404 || status === 405;
  return OF_NO_OPERATION.has(codeOf(jsonIn(body)));
}

const OF_NO_OPERATION: ReadonlySet<string> = new Set([
  'route-not-found',
  'method-not-allowed',
  'request-malformed',
  'request-timeout',
  'headers-too-large',
]);

function faultOfProblem(answer: SeenAnswer, faultOfBody: FaultOfBody): string | null {
  if (answer.body === '') return null;
  return answer.mediaType === 'application/problem+json'
    ? faultOfBody('/components/schemas/Problem', jsonIn(answer.body))
    : `is not declared as ${answer.mediaType}`;
}

const isJson = (mediaType: string | null): boolean => /[/+]json$/.test(mediaType ?? '');

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
}

/** The document lets answers grow; here a field that it does not name is a fault. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, closed(part)]),
  );
  const isOpen = 'properties' in value && !('additionalProperties' in value);
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}
