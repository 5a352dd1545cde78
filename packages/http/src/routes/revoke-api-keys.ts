import type { ApiKeyStatus, WhichKeys } from '@dialpad-cti/core';
import { err, ok } from 'neverthrow';
import { z } from 'zod';

import { ApiKeyView, apiKeyView } from '../answer/api-key-view.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { KeyName } from '../request/key-name.ts';
import { AppId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const KEY_ID = 'must be the id of a key, 12 letters and digits';

const Body = z
  .strictObject({
    name: KeyName.optional(),
    key_id: z
      .string(KEY_ID)
      .regex(/^[0-9A-Za-z]{12}$/, KEY_ID)
      .optional(),
  })
  .refine((body) => body.name === undefined || body.key_id === undefined, {
    path: ['key_id'],
    error: 'cannot go with `name`',
  });

const Answer = z.object({
  success: z.literal(true),
  data: z.array(ApiKeyView).readonly().describe('The keys that opened until now.'),
  message: z.string(),
});

export const revokeApiKeysRoute = defineRoute({
  method: 'POST',
  path: '/internal/apps/:app_id/api-key/revoke',
  operation: 'revokeApiKeys',
  tag: 'keys',
  auth: 'operator',
  summary: 'Ends the keys of a name, one key by its id, or without either all keys of the app.',
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'json', schema: Body },
  answers: { 200: Answer },
  handler: (deps, { params, body, act }) => {
    const which = whichOf(body);
    return deps.keyStore
      .revokeApiKeys(params.app_id, which, act)
      .andThen(found)
      .andThen((revoked) => endedBy(which, revoked))
      .map((revoked) =>
        success(200, { data: revoked.map(apiKeyView), message: `${revoked.length} revoked.` }),
      );
  },
});

function whichOf({ name, key_id: keyId }: z.output<typeof Body>): WhichKeys {
  if (name !== undefined) return { kind: 'named', name };
  return keyId === undefined ? { kind: 'all' } : { kind: 'one', keyId };
}

/** Who names a key must hear when that did nothing: it may be misspelled. */
const endedBy = ({ kind }: WhichKeys, revoked: readonly ApiKeyStatus[]) =>
  kind !== 'all' && revoked.length === 0 ? err({ kind: 'record-not-found' as const }) : ok(revoked);
