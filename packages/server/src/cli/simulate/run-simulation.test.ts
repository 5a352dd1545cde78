import { afterEach, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';
import { waitFor } from '../../testing/wait-for.test.support.ts';
import { runSimulation, type Simulation } from './run-simulation.ts';

let listener: Listener;
afterEach(() => listener.close());

const QUIET: Simulation = {
  seed: 7,
  port: 0,
  callsPerMinute: 0,
  textsPerMinute: 0,
  speed: 1,
  scenarios: [],
  faults: {},
  outages: null,
};

/** Under way until `stop`; what it has said so far. */
function begin(simulation: Partial<Simulation>, isJson = true) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const ended = runSimulation(
    {
      isJson,
      screen: {
        isTerminal: true,
        isColored: false,
        width: 80,
        drawsProgress: true,
        write: (text) => void stdout.push(text),
        complain: (text) => void stderr.push(text),
      },
      now: Date.now,
      // Looks again as soon as whatever waits has had its turn.
      sleep: () => new Promise((resolve) => void setTimeout(resolve, 5)),
    },
    { ...QUIET, ...simulation },
    stopped,
  );
  return { stdout, stderr, stop, ended };
}

interface Said {
  readonly url: string;
  readonly api_key: string;
  readonly environment: Readonly<Record<string, string>>;
}

async function ask({ url, api_key: key }: Said, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

test('a server that takes what is printed gets events until it is stopped', async () => {
  listener = await openListener(() => ({ success: true }));
  const run = begin({ callsPerMinute: 600, speed: 1000, scenarios: ['02-inbound-missed-direct'] });
  await waitFor('its address', () => run.stdout.length > 0);
  const said = JSON.parse(run.stdout.join('')) as Said;
  expect(said.environment).toMatchObject({
    DIALPAD_ENVIRONMENT: 'sandbox',
    DIALPAD_SANDBOX_BASE_URL: said.url,
    DIALPAD_API_KEY: said.api_key,
  });
  const webhook = await ask(said, '/api/v2/webhooks', { hook_url: listener.url, secret: 's' });
  const { id } = webhook as { readonly id: string };
  await ask(said, '/api/v2/subscriptions/call', { endpoint_id: id, call_states: ['all'] });
  await waitFor('deliveries', () => listener.heard.length > 3);
  run.stop();
  await run.ended;

  const drawn = run.stderr.filter((text) => text.startsWith('\r'));
  expect(drawn.at(-1)).toMatch(/events \d+ · attempts \d+/);
  const { deliveries } = JSON.parse(run.stderr.at(-1) ?? '') as {
    readonly deliveries: Readonly<Record<string, number>>;
  };
  expect(deliveries['acknowledged']).toBeGreaterThan(3);
  await expect(fetch(said.url)).rejects.toThrow('fetch failed');
});

test('an outage comes by itself, again and again', async () => {
  listener = await openListener(() => ({ success: true }));
  const outages = { everyMs: 40, forMs: 30 };
  const run = begin({
    callsPerMinute: 3000,
    speed: 1000,
    scenarios: ['02-inbound-missed-direct'],
    outages,
  });
  await waitFor('its address', () => run.stdout.length > 0);
  const said = JSON.parse(run.stdout.join('')) as Said;
  const webhook = await ask(said, '/api/v2/webhooks', { hook_url: listener.url, secret: 's' });
  const { id } = webhook as { readonly id: string };
  await ask(said, '/api/v2/subscriptions/call', { endpoint_id: id, call_states: ['all'] });
  // What is not taken at once is tried again.
  const counts = () =>
    /attempts (\d+) · taken (\d+)/
      .exec(run.stderr.at(-1) ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  await waitFor('attempts in vain', () => {
    const [attempts = 0, taken = 0] = counts();
    return taken > 0 && attempts > taken + 40;
  });
  run.stop();
  await run.ended;
});

test('people read what to set, and at the end what became of it', async () => {
  listener = await openListener(() => ({}));
  const run = begin({}, false);
  await waitFor('its address', () => run.stdout.length > 0);
  expect(run.stdout[0]).toMatch(/^A stand-in Dialpad answers at http:\/\/127\.0\.0\.1:\d+ /);
  expect(run.stdout[0]).toMatch(/export DIALPAD_API_KEY=\S+\n/);
  expect(run.stdout[0]).toMatch(/seed +7\n/);
  run.stop();
  await run.ended;
  expect(run.stdout.at(-1)).toBe(
    'Stopped. events 0 · attempts 0 · taken 0 · dropped 0 · lost 0 · pending 0\n',
  );
});

test('a port that is taken is named', async () => {
  listener = await openListener(() => ({}));
  const { port } = new URL(listener.url);
  const { code, stderr } = await runCli(['simulate', '--port', port]);
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is taken`);
});

test('stories are listed', async () => {
  listener = await openListener(() => ({}));
  const { code, stdout } = await runCli(['simulate', '--list']);
  expect(code).toBe(0);
  expect(stdout).toContain('02-inbound-missed-direct');
});
