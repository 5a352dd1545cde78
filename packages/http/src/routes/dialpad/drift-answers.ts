import type { DriftReport } from '@dialpad-cti/core';
import { z } from 'zod';

import { DriftView, driftView } from '../../answer/drift-view.ts';
import { RegistrationView, registrationView } from '../../answer/registration-view.ts';

/** What `getDrift` and `repairHook` say alike. */
export const DriftReportView = z.object({
  hook_id: z.string(),
  app_id: z.uuid(),
  registration: RegistrationView,
  drift: z
    .array(DriftView)
    .readonly()
    .describe('Empty: Dialpad is as it is wanted, and holds nothing else.'),
});

export const driftReportView = ({ registration, drift }: DriftReport) => ({
  hook_id: registration.hookId,
  app_id: registration.appId,
  registration: registrationView(registration),
  drift: drift.map(driftView),
});
