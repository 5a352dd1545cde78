import { AUDIT_ACTIONS } from '@dialpad-cti/core';
import { z } from 'zod';

import { AuditEntryView, auditEntryView } from '../answer/audit-entry-view.ts';
import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { found } from '../request/found.ts';
import { KeyName } from '../request/key-name.ts';
import { known } from '../request/known.ts';
import { AppId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const ACTIONS = AUDIT_ACTIONS.filter((action) => action.startsWith('api-key.'));

export const listApiKeyAuditRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id/api-key/audit',
  operation: 'listApiKeyAudit',
  tag: 'keys',
  auth: 'operator',
  summary: "What operators did to an app's keys, the newest first.",
  params: z.object({ app_id: AppId }),
  query: z.object({ ...pageParameters, name: KeyName.optional() }),
  body: { kind: 'none' },
  answers: { 200: listOf(AuditEntryView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.keyStore
        .app(request.params.app_id)
        .andThen(found)
        .andThen(({ appId }) =>
          deps.auditLog.entries(
            { appId, actions: ACTIONS, ...known({ name: request.query.name }) },
            page,
          ),
        )
        .map((entries) =>
          success(200, { data: entries.rows.map(auditEntryView), pagination: paginate(entries) }),
        ),
    ),
});
