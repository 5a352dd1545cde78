import type { Company } from '../company.ts';
import { type Caller, SCOPES } from './caller.ts';

export interface ApiKeys {
  readonly apiKey: string;
  readonly limitedApiKey: string;
  readonly callerOf: (token: string) => Caller | null;
}

const NOT_OF_THE_LIMITED = ['calls:list', 'recordings_export'];

/** The keys that an administrator made by hand: one with every scope, one that lacks two. */
export function createApiKeys(company: Company, newToken: () => string): ApiKeys {
  const apiKey = newToken();
  const limitedApiKey = newToken();
  const admin = company.users.find(({ isAdmin }) => isAdmin);
  const keyWith = (scopes: readonly string[]): Caller => ({
    userId: admin?.id ?? null,
    isAdmin: true,
    scopes: new Set(scopes),
    grantId: null,
  });
  const callers = new Map([
    [apiKey, keyWith(SCOPES)],
    [limitedApiKey, keyWith(SCOPES.filter((scope) => !NOT_OF_THE_LIMITED.includes(scope)))],
  ]);
  return { apiKey, limitedApiKey, callerOf: (token) => callers.get(token) ?? null };
}
