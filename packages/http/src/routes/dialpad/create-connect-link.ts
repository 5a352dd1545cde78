import { Timestamp, timestampOf } from '@dialpad-cti/core';
import { z } from 'zod';

import { success } from '../../answer/success.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';

export const createConnectLinkRoute = defineRoute({
  method: 'POST',
  path: '/internal/apps/:app_id/connect-link',
  operation: 'createConnectLink',
  tag: 'dialpad',
  auth: 'operator',
  summary:
    'Makes a link by which an administrator of a Dialpad account connects it to an app, once.',
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: {
    201: z.object({
      success: z.literal(true),
      connect_url: z.string().describe('Shown this once.'),
      expires_at: Timestamp,
      message: z.string(),
    }),
  },
  problems: ['oauth-unavailable'],
  handler: (deps, { params, act }) =>
    deps.connectApp.createLink(params.app_id, act).map(({ token, until }) =>
      success(201, {
        connect_url: `${deps.publicUrl.replace(/\/+$/, '')}/auth/dialpad/connect?link=${token}`,
        expires_at: timestampOf(until),
        message:
          'Link created. Give it to one administrator of the Dialpad account: it leads to Dialpad once.',
      }),
    ),
});
