import { z } from 'zod';

import { DriftView, driftView } from '../../answer/drift-view.ts';
import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import { findHook, HookReference, hookScope } from '../../request/hook-reference.ts';
import { defineRoute } from '../../route.ts';
import { SET_UP_PROBLEMS } from './dialpad-problems.ts';
import { DriftReportView, driftReportView } from './drift-answers.ts';

const RepairReportView = DriftReportView.extend({
  repaired: z.array(DriftView).readonly().describe('What was made right; `drift` is what is left.'),
});

export const repairHookRoute = defineRoute({
  method: 'POST',
  path: '/internal/webhooks/:hook_id/repair',
  operation: 'repairHook',
  tag: 'dialpad',
  auth: 'operator',
  summary: 'Makes Dialpad what is wanted of a webhook; what belongs to others stays.',
  params: z.object({ hook_id: HookReference }),
  query: z.object(hookScope),
  body: { kind: 'none' },
  answers: { 200: single(RepairReportView).extend({ message: z.string() }) },
  asksDialpad: true,
  problems: ['not-registered', ...SET_UP_PROBLEMS],
  handler: (deps, { params, query, act }) =>
    findHook(deps, params, query)
      .andThen(({ hook }) => deps.webhookSetup.repair(hook.hookId, act))
      .map((report) =>
        success(200, {
          data: { ...driftReportView(report), repaired: report.repaired.map(driftView) },
          message: `${report.repaired.length} repaired, ${report.drift.length} left.`,
        }),
      ),
});
