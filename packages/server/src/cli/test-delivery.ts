import { z } from 'zod';

export const TestDelivery = z.object({
  data: z.object({
    url: z.string(),
    status: z.int().nullable(),
    is_ours: z.boolean(),
    error: z.string().nullable(),
  }),
});

/** Why an event did not arrive, and what to do; null when it did. */
export function troubleOf({
  url,
  status,
  is_ours: isOurs,
  error,
}: z.infer<typeof TestDelivery>['data']): string | null {
  if (isOurs) return null;
  if (status === null) {
    return `${url} gives no answer (${error ?? 'unknown'}): set PUBLIC_URL to where Dialpad reaches the server, and look at its name, certificate and proxy.`;
  }
  return `${url} answers ${status}, and the event is not in this server's store: PUBLIC_URL leads to something else.`;
}
