import type { ApiKeyStatus } from '../../domain/api-key.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import type { Page } from '../../ports/page.ts';
import { allRows } from './all-rows.ts';

const NO_APP: Page<ApiKeyStatus> = { rows: [], next: null };

/** All keys of an app, the newest first; none of an app that is not there. */
export function allKeys(
  keyStore: Pick<KeyStore, 'apiKeys'>,
  appId: string,
  filter: { readonly name?: string } = {},
): Promise<readonly ApiKeyStatus[]> {
  return allRows((page) => keyStore.apiKeys(appId, filter, page).map((keys) => keys ?? NO_APP));
}
