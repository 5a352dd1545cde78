import { z } from 'zod';

import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import { findHook, HookReference, hookScope } from '../../request/hook-reference.ts';
import { defineRoute } from '../../route.ts';
import { SET_UP_PROBLEMS } from './dialpad-problems.ts';
import { DriftReportView, driftReportView } from './drift-answers.ts';

export const getDriftRoute = defineRoute({
  method: 'GET',
  path: '/internal/webhooks/:hook_id/drift',
  operation: 'getDrift',
  tag: 'dialpad',
  auth: 'operator',
  summary: 'In what Dialpad differs from what is wanted of a webhook; changes nothing.',
  params: z.object({ hook_id: HookReference }),
  query: z.object(hookScope),
  body: { kind: 'none' },
  answers: { 200: single(DriftReportView) },
  asksDialpad: true,
  problems: ['not-registered', ...SET_UP_PROBLEMS],
  handler: (deps, { params, query }) =>
    findHook(deps, params, query)
      .andThen(({ hook }) => deps.webhookSetup.drift(hook.hookId))
      .map((report) => success(200, { data: driftReportView(report) })),
});
