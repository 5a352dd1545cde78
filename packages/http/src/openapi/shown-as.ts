import type { ZodOpenApiOverrideMeta } from 'zod-openapi';

/** Metadata of a schema whose text stands for something else: the document says this in its place. */
export function shownAs(schema: Readonly<Record<string, unknown>>): {
  readonly override: ZodOpenApiOverrideMeta;
} {
  return {
    override: ({ jsonSchema }) => {
      for (const name of ['type', 'enum', 'pattern']) delete jsonSchema[name];
      Object.assign(jsonSchema, schema);
    },
  };
}
