import { existsSync, readFileSync } from 'node:fs';

import { Ajv, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';

import type { Seen } from './open-server.test.support.ts';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema: Json;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Json;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
}

export interface OfficialDocument {
  /** What in a request is not as the document says; empty: nothing. */
  faultsOf(seen: Seen): readonly string[];
  /** The answer that the document shows as an example; null where it shows none. */
  exampleFor(seen: Seen): unknown;
  /** Method and path, with names in place of ids. */
  nameOf(seen: Seen): string;
}

/** Beside the repository; it is not ours to bring along. */
const PLACE = new URL('../../../../../shared/dialpad_api_spec.json', import.meta.url);

/** Null where the file is not there. */
export function readOfficialDocument(): OfficialDocument | null {
  if (!existsSync(PLACE)) return null;
  const document: Document = JSON.parse(readFileSync(PLACE, 'utf8'), mendNullable);
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
  for (const [name, format] of Object.entries(fullFormats)) ajv.addFormat(name, format);
  ajv.addSchema({ $id: 'document', components: document.components });
  const compiled = new Map<string, ValidateFunction>();

  function validator(schema: Json): ValidateFunction {
    // References are to the document, whose id stands before them.
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/');
    const known = compiled.get(text) ?? ajv.compile(JSON.parse(text));
    compiled.set(text, known);
    return known;
  }

  function faults(schema: Json, value: unknown, where: string): readonly string[] {
    const validate = validator(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${where}${error.instancePath} ${error.message}`);
  }

  function operationOf({ method, url }: Seen) {
    const { pathname } = new URL(url, 'http://x');
    const path = templateOf(Object.keys(document.paths), pathname);
    const operation = path === null ? undefined : document.paths[path]?.[method.toLowerCase()];
    return { path, operation };
  }

  return {
    nameOf: (seen) => `${seen.method} ${operationOf(seen).path}`,

    exampleFor(seen) {
      const { operation } = operationOf(seen);
      const text = JSON.stringify(operation?.responses['200'] ?? null);
      const example = /^.*?"examples":\{"[^"]+":\{"value":/.exec(text);
      if (example === null) return null;
      return firstValue(text.slice(example[0].length));
    },

    faultsOf(seen) {
      const { path, operation } = operationOf(seen);
      if (path === null || operation === undefined)
        return [`no operation ${seen.method} ${seen.url}`];
      const { parameters = [], requestBody } = operation;
      const { pathname, searchParams } = new URL(seen.url, 'http://x');
      const found: string[] = [];
      const inPath = valuesIn(path, pathname);
      for (const { in: place, name, required, schema } of parameters) {
        const text = place === 'path' ? inPath[name] : (searchParams.get(name) ?? undefined);
        if (text === undefined) {
          if (required === true) found.push(`${place} ${name} is missing`);
        } else {
          found.push(...faults(schema, coerced(text, schema), `${place} ${name}`));
        }
      }
      for (const name of searchParams.keys()) {
        if (!parameters.some((one) => one.in === 'query' && one.name === name)) {
          found.push(`query ${name} is not documented`);
        }
      }
      const schema = requestBody?.content['application/json']?.schema;
      if (schema === undefined) {
        if (seen.body !== '') found.push('a body is not documented');
        return found;
      }
      if (seen.headers['content-type'] !== 'application/json') found.push('the body is not JSON');
      return [...found, ...faults(schema, JSON.parse(seen.body), 'body')];
    },
  };
}

/**
 * `nullable` stands without a type beside references, which the validator refuses. And an object may have
 * members that its schema does not list, unless it is said: ours must not.
 */
function mendNullable(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('$ref' in value) return { $ref: value.$ref };
  if ('nullable' in value && !('type' in value)) {
    const { nullable: _nullable, ...rest } = value;
    return rest;
  }
  return 'properties' in value && 'type' in value && value.type === 'object'
    ? { ...value, additionalProperties: false }
    : value;
}

function templateOf(templates: readonly string[], pathname: string): string | null {
  const fitting = templates.filter((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  // `/a/b` fits `/a/{id}` too.
  return (
    fitting.toSorted((one, other) => one.split('{').length - other.split('{').length)[0] ?? null
  );
}

function valuesIn(template: string, pathname: string): Readonly<Record<string, string>> {
  const parts = pathname.split('/');
  return Object.fromEntries(
    template
      .split('/')
      .map((part, index) => [part.slice(1, -1), parts[index] ?? ''] as const)
      .filter(([, value], index) => value !== '' && template.split('/')[index]?.startsWith('{')),
  );
}

function coerced(text: string, { type }: Json): unknown {
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

/** The JSON value that a text begins with. */
function firstValue(text: string): unknown {
  for (let end = text.indexOf('}'); end !== -1; end = text.indexOf('}', end + 1)) {
    try {
      return JSON.parse(text.slice(0, end + 1));
    } catch {
      // It goes on.
    }
  }
  return null;
}
