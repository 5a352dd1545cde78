import { z } from 'zod';

import { DialpadCheckView, dialpadCheckView } from '../../answer/dialpad-check-view.ts';
import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import { found } from '../../request/found.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';
import { DIALPAD_PROBLEMS } from './dialpad-problems.ts';

export const checkAppRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id/dialpad',
  operation: 'checkDialpad',
  tag: 'dialpad',
  auth: 'operator',
  summary: 'Asks Dialpad whose token an app has, and tries what it may do.',
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(DialpadCheckView) },
  asksDialpad: true,
  problems: DIALPAD_PROBLEMS,
  handler: (deps, { params }) =>
    deps.keyStore
      .app(params.app_id)
      .andThen(found)
      .andThen(() => deps.checkDialpad(params.app_id))
      .map((check) => success(200, { data: dialpadCheckView(check) })),
});
