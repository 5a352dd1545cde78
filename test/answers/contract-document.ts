/** As much of an OpenAPI document as the check of answers reads. */
export interface ContractDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, DeclaredAnswer>> };
}

export interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DeclaredAnswer | { readonly $ref: string }>>;
}

export interface DeclaredAnswer {
  readonly content?: Readonly<Record<string, unknown>>;
  readonly 'x-problem-codes'?: readonly string[];
}
