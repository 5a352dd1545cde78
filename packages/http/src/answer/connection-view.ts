import { type ConnectionStatus, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

export const ConnectionView = z.object({
  app_id: z.uuid(),
  company_id: z.string().nullable().describe("Dialpad's."),
  user_id: z.string().nullable().describe('Who agreed, at Dialpad.'),
  office_id: z.string().nullable().describe("Dialpad's."),
  scopes: z.array(z.string()).readonly().describe('What was asked for.'),
  state: z
    .enum(['connected', 'reauthorisation_needed'])
    .describe(
      '`reauthorisation_needed`: Dialpad takes what we hold no more; a person has to agree anew.',
    ),
  expires_at: Timestamp.nullable().describe(
    'Of the access token, which is renewed before; null: it does not expire.',
  ),
  connected_at: Timestamp,
  refreshed_at: Timestamp.nullable(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

export function connectionView(connection: ConnectionStatus): ConnectionView {
  return {
    app_id: connection.appId,
    company_id: connection.companyId,
    user_id: connection.userId,
    office_id: connection.officeId,
    scopes: connection.scopes,
    state: connection.state,
    expires_at: connection.expiresAt,
    connected_at: connection.connectedAt,
    refreshed_at: connection.refreshedAt,
  };
}
