import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';

export interface TimedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AnswerTimes {
  /** Each request's times in ms, in its own list, in the order of the requests. */
  readonly times: readonly (readonly number[])[];
  readonly statuses: ReadonlySet<number | undefined>;
}

/**
 * Sends these requests so many times, taking turns on one connection: whatever makes the machine
 * slow makes it so for all of them. Past `fetch`, which looks at answers and takes its own time.
 */
export async function timeAnswers(
  requests: readonly TimedRequest[],
  rounds: number,
): Promise<AnswerTimes> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[][] = requests.map(() => []);
  const statuses = new Set<number | undefined>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [nth, request] of requests.entries()) {
      const before = performance.now();
      statuses.add(await statusOf(request, agent));
      times[nth]?.push(performance.now() - before);
    }
  }
  agent.destroy();
  return { times, statuses };
}

function statusOf({ url, headers }: TimedRequest, agent: Agent): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const request = get(url, { agent, headers }, (response) => {
    text(response).then(() => resolve(response.statusCode), reject);
  });
  request.on('error', reject);
  return promise;
}
