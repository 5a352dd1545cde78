import { Voicemail } from '@dialpad-cti/core';
import { z } from 'zod';

import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { Id } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const getVoicemailRoute = defineRoute({
  method: 'GET',
  path: '/api/voicemails/:id',
  operation: 'getVoicemail',
  tag: 'voicemails',
  auth: 'app',
  summary: "A voicemail, by our id, or by Dialpad's id of the call that it was left on.",
  params: z.object({ id: Id }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(Voicemail) },
  handler: (deps, { principal, params }) =>
    deps.recordReader
      .voicemail(principal.appId, params.id)
      .andThen(found)
      .map((voicemail) => success(200, { data: voicemail })),
});
