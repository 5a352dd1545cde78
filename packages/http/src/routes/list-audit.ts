import { AUDIT_ACTIONS } from '@dialpad-cti/core';
import { z } from 'zod';

import { AuditEntryView, auditEntryView } from '../answer/audit-entry-view.ts';
import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { known } from '../request/known.ts';
import { AppId, someOf } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const listAuditRoute = defineRoute({
  method: 'GET',
  path: '/internal/audit',
  operation: 'listAudit',
  tag: 'server',
  auth: 'operator',
  summary: 'What operators did, the newest first.',
  params: z.object({}),
  query: z.object({
    ...pageParameters,
    app_id: AppId.optional(),
    action: someOf(AUDIT_ACTIONS).optional(),
  }),
  body: { kind: 'none' },
  answers: { 200: listOf(AuditEntryView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.auditLog
        .entries(known({ appId: request.query.app_id, actions: request.query.action }), page)
        .map((entries) =>
          success(200, { data: entries.rows.map(auditEntryView), pagination: paginate(entries) }),
        ),
    ),
});
