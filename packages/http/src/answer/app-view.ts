import { type App, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

export const AppView = z.object({
  app_id: z.uuid(),
  name: z.string(),
  is_active: z
    .boolean()
    .describe('While it is false, the keys open nothing, and events are stored but not processed.'),
  created_at: Timestamp,
});
export type AppView = z.infer<typeof AppView>;

export function appView(app: App): AppView {
  return {
    app_id: app.appId,
    name: app.name,
    is_active: app.isActive,
    created_at: app.createdAt,
  };
}
