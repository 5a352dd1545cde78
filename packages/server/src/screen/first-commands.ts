import { signEvent } from '../signing/sign-event.ts';
import { exampleEvent } from './example-event.ts';

export interface CommandsOf {
  readonly url: string;
  readonly operatorSecret: string;
  readonly apiKey: string;
  readonly hookId: string;
  readonly hookSecret: string;
  /** Epoch ms: the example call ended then. */
  readonly now: number;
}

export interface FirstCommands {
  readonly createApp: string;
  readonly deliverEvent: string;
  readonly readCalls: string;
}

/** To copy and paste into any shell: nothing that they hold needs quoting beyond what is there. */
export function firstCommands(of: CommandsOf): FirstCommands {
  const { url, operatorSecret, apiKey, hookId, hookSecret, now } = of;
  const token = signEvent(exampleEvent(now), hookSecret);
  return {
    createApp: [
      `curl -X POST ${url}/internal/apps \\`,
      `  -H 'Authorization: Bearer ${operatorSecret}' \\`,
      `  -H 'Content-Type: application/json' -d '{"name":"My App"}'`,
    ].join('\n'),
    deliverEvent: [
      `curl -i -X POST ${url}/webhooks/dialpad/${hookId} \\`,
      `  -H 'Content-Type: application/jwt' \\`,
      `  -d '${token}'`,
    ].join('\n'),
    readCalls: `curl -H 'x-app-api-key: ${apiKey}' ${url}/api/calls`,
  };
}
