import assert from 'node:assert/strict';

import type { Registration } from '../../domain/registration.ts';
import type { NewRegistration, WebhookRegistry } from '../../ports/webhook-registry.ts';
import { sampleHook } from '../key-store-samples.ts';
import { answered } from './answered.ts';
import { sampleAct } from './sample-act.ts';

export const SAMPLE_BASE_URL = 'https://cti.example/webhooks/dialpad';

/** An intent with an id and a secret of its own. */
export function sampleIntent(appId: string, baseUrl: string = SAMPLE_BASE_URL): NewRegistration {
  return {
    ...sampleHook(appId),
    baseUrl,
    wanted: [
      { kind: 'call', callStates: ['all'] },
      { kind: 'sms', direction: 'inbound', status: true, includeInternal: false },
    ],
  };
}

/** A registration that was not there before. */
export async function beginAnew(
  registry: WebhookRegistry,
  intent: NewRegistration,
): Promise<Registration> {
  const begun = await answered(registry.begin(intent, sampleAct));
  assert.equal(begun.isNew, true);
  return begun.registration;
}
