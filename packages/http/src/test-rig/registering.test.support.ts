import { jsonOf, type Rig, sign } from './open-rig.test.support.ts';

export interface Registered {
  readonly appId: string;
  readonly hookId: string;
  readonly webhookId: string;
  readonly hookUrl: string;
  /** As Dialpad has it. */
  readonly secret: string;
}

/** Webhooks of new apps of a rig, set up in Dialpad. */
export function registering(rig: Rig) {
  let nth = 0;
  const secretAt = (hookUrl: unknown): string =>
    rig.dialpad.webhooks().find((webhook) => webhook.hookUrl === hookUrl)?.secret ?? '';
  const newApp = async () => (await rig.createTenant(`Registering ${++nth}`)).appId;
  const create = (appId: string, body: object = {}) =>
    rig.operator(`/internal/webhooks/create?app_id=${appId}`, body);
  return {
    newApp,
    create,
    secretAt,

    async register(body: object = {}): Promise<Registered> {
      const appId = await newApp();
      const made = await jsonOf(await create(appId, body));
      const { hook_id: hookId, webhook_id: webhookId, hook_url: hookUrl } = made;
      return {
        appId,
        hookId: String(hookId),
        webhookId: String(webhookId),
        hookUrl: String(hookUrl),
        secret: secretAt(hookUrl),
      };
    },

    async deliver(hookId: string, secret: string): Promise<number> {
      const event = { call_id: ++nth, state: 'calling', event_timestamp: Date.now() };
      const init = { method: 'POST', body: sign(event, secret) };
      return (await rig.send(`/webhooks/dialpad/${hookId}`, init)).status;
    },

    /** Ten subscriptions of a kind are all that Dialpad allows. */
    clearDialpad(): void {
      const { dialpad } = rig;
      for (const { id } of [...dialpad.subscriptions(), ...dialpad.webhooks()]) dialpad.remove(id);
    },
  };
}

export type Registering = ReturnType<typeof registering>;
