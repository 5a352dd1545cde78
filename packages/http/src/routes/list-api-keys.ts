import { z } from 'zod';

import { ApiKeyView, apiKeyView } from '../answer/api-key-view.ts';
import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { found } from '../request/found.ts';
import { KeyName } from '../request/key-name.ts';
import { known } from '../request/known.ts';
import { AppId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const listApiKeysRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id/api-key/status',
  operation: 'listApiKeys',
  tag: 'keys',
  auth: 'operator',
  summary: "An app's keys, the newest first, those that open nothing any more among them.",
  params: z.object({ app_id: AppId }),
  query: z.object({ ...pageParameters, name: KeyName.optional() }),
  body: { kind: 'none' },
  answers: { 200: listOf(ApiKeyView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.keyStore
        .apiKeys(request.params.app_id, known({ name: request.query.name }), page)
        .andThen(found)
        .map((keys) =>
          success(200, { data: keys.rows.map(apiKeyView), pagination: paginate(keys) }),
        ),
    ),
});
