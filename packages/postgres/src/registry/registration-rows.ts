import { type Registration, SUBSCRIPTION_KINDS, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';

const Kind = z.enum(SUBSCRIPTION_KINDS);

const Terms = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), callStates: z.array(z.string()) }),
  z.object({
    kind: z.literal('sms'),
    direction: z.enum(['all', 'inbound', 'outbound']),
    status: z.boolean(),
    includeInternal: z.boolean(),
  }),
  z.object({ kind: z.literal('agent_status') }),
]);

const Row = z.object({
  app_id: z.string(),
  hook_id: z.string(),
  base_url: z.string(),
  webhook_id: z.string().nullable(),
  state: z.enum(['pending', 'registered', 'deleting']),
  created_at: z.number(),
  wanted: z.array(Terms),
  subscriptions: z.array(z.object({ kind: Kind, id: z.string() })),
});

/** The oldest first. */
export async function readRegistrations(
  connection: CommonQueryMethods,
  where: FragmentSqlToken,
): Promise<readonly Registration[]> {
  const rows = await connection.any(sql.type(Row)`
    SELECT
      app_id, hook_id, base_url, webhook_id, state, created_at, wanted,
      ARRAY(
        SELECT json_build_object('kind', known.kind, 'id', known.subscription_id)
        FROM dialpad_subscriptions AS known
        WHERE known.app_id = registration.app_id AND known.hook_id = registration.hook_id
      ) AS subscriptions
    FROM dialpad_registrations AS registration
    WHERE ${where}
    ORDER BY created_at, hook_id
  `);
  return rows.map(registrationOf);
}

function registrationOf(row: z.infer<typeof Row>): Registration {
  return {
    hookId: row.hook_id,
    appId: row.app_id,
    hookUrl: `${row.base_url}/${row.hook_id}`,
    wanted: row.wanted,
    webhookId: row.webhook_id,
    subscriptions: SUBSCRIPTION_KINDS.flatMap((kind) =>
      row.subscriptions.filter((known) => known.kind === kind),
    ),
    state: row.state,
    createdAt: timestampOf(row.created_at),
  };
}
