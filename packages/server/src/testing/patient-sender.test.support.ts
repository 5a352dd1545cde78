import { signEvent } from '../signing/sign-event.ts';
import type { ApiClient, Tenant } from '../testing/api-client.test.support.ts';
import type { Payload } from './call-stories.test.support.ts';

export interface PatientSender {
  /** Events that were answered with 200; they are never sent again. */
  readonly acknowledged: ReadonlySet<Payload>;
  /** Every other answer. */
  readonly refusals: readonly number[];
  /**
   * Sends what is not yet acknowledged, 8 at a time, until nothing is left or the server no longer
   * answers. What was not answered or refused waits for the next call.
   */
  readonly send: (to: Receiver) => Promise<void>;
}

interface Receiver {
  readonly client: ApiClient;
  readonly tenant: Tenant;
  readonly onAcknowledged?: () => void;
}

export function patientSender(payloads: readonly Payload[]): PatientSender {
  const acknowledged = new Set<Payload>();
  const refusals: number[] = [];
  return {
    acknowledged,
    refusals,
    async send({ client, tenant, onAcknowledged = () => {} }) {
      const waiting = payloads.filter((payload) => !acknowledged.has(payload)).values();
      let isGone = false;
      const lane = async (): Promise<void> => {
        for (const payload of waiting) {
          const token = signEvent(payload, tenant.hookSecret);
          const status = await client.deliver(tenant.hookId, token).catch(() => null);
          if (status === 200) {
            acknowledged.add(payload);
            onAcknowledged();
          } else if (status === null) isGone = true;
          else refusals.push(status);
          // Left by return, so that the others do not find the iterator closed half-way.
          if (isGone) return;
        }
      };
      await Promise.all(Array.from({ length: 8 }, lane));
    },
  };
}
