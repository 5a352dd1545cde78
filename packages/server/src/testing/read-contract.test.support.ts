import { z } from 'zod';

/** An operation of the contract document, with the names of all places where a caller can put text. */
export interface ContractOperation {
  readonly operationId: string;
  readonly tag: string;
  readonly method: string;
  /** With its placeholders in braces. */
  readonly path: string;
  /** A visitor is a browser: it shows the operator's secret, or comes without and shows something else. */
  readonly caller: 'app' | 'operator' | 'visitor' | 'nobody';
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly string[];
  /** Those of them without which it refuses. */
  readonly neededParameters: readonly string[];
  /** Null where no JSON is taken. */
  readonly bodyFields: readonly string[] | null;
}

const Named = z.object({ in: z.string(), name: z.string(), required: z.boolean().default(false) });
const JsonBody = z.object({ schema: z.object({ properties: z.record(z.string(), z.unknown()) }) });
const Operation = z.object({
  operationId: z.string(),
  tags: z.tuple([z.string()]),
  security: z.array(z.record(z.string(), z.unknown())),
  parameters: z.array(z.union([Named, z.object({ $ref: z.string() })])).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
});
const Contract = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

/** What the server at this address says that it takes. */
export async function readContract(url: string): Promise<readonly ContractOperation[]> {
  const { paths } = Contract.parse(await (await fetch(`${url}/openapi.json`)).json());
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      operationId: operation.operationId,
      tag: operation.tags[0],
      method: method.toUpperCase(),
      path,
      caller: callerOf(operation),
      pathParameters: namesIn(operation, 'path'),
      queryParameters: namesIn(operation, 'query'),
      neededParameters: namesIn(operation, 'query', true),
      bodyFields: fieldsOf(operation),
    })),
  );
}

function callerOf({ security }: z.infer<typeof Operation>): ContractOperation['caller'] {
  const [scheme] = security.flatMap((requirement) => Object.keys(requirement));
  if (scheme === undefined) return 'nobody';
  if (security.length > 1) return 'visitor';
  return scheme === 'appKey' ? 'app' : 'operator';
}

// The parameters that several operations share are headers.
function namesIn(
  { parameters }: z.infer<typeof Operation>,
  place: string,
  isNeeded = false,
): readonly string[] {
  return parameters.flatMap((one) =>
    'in' in one && one.in === place && (one.required || !isNeeded) ? [one.name] : [],
  );
}

function fieldsOf({ requestBody }: z.infer<typeof Operation>): readonly string[] | null {
  const json = requestBody?.content['application/json'];
  return json === undefined ? null : Object.keys(JsonBody.parse(json).schema.properties);
}
