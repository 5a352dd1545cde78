import { DEFAULT_LIMITS } from '@dialpad-cti/http';
import { z } from 'zod';

import { setting } from './setting.ts';
import {
  httpUrl,
  listOf,
  originList,
  postgresUrl,
  secretList,
  secretText,
  wholeNumber,
  wordList,
  yesOrNo,
} from './setting-types.ts';

export const ROLES = ['ingest', 'worker', 'api'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export const SANDBOX_URL = 'https://sandbox.dialpad.com';

/** One Dialpad's own settings. */
function dialpadSettings<Kind extends 'PROD' | 'SANDBOX'>(kind: Kind, baseUrl: string) {
  const shape = {
    BASE_URL: setting(httpUrl().default(baseUrl), {
      text: "Where that Dialpad's API is.",
      otherwise: `\`${baseUrl}\``,
    }),
    CLIENT_ID: setting(secretText(1).optional(), {
      text: 'The id of our OAuth client there.',
      otherwise: 'none: apps cannot be connected by OAuth',
    }),
    CLIENT_SECRET: setting(secretText(1).optional(), {
      text: 'The secret of that client.',
      otherwise: 'none',
    }),
    REDIRECT_URI: setting(httpUrl().optional(), {
      text: "Where browsers come back to, as it is registered there; to a bare domain our callback's path is added.",
      otherwise: '`<PUBLIC_URL>/auth/dialpad/callback`',
    }),
  };
  const named = Object.entries(shape).map(([name, schema]) => [`DIALPAD_${kind}_${name}`, schema]);
  // Every name of the type is made just above.
  return Object.fromEntries(named) as {
    [Name in keyof typeof shape as `DIALPAD_${Kind}_${Name}`]: (typeof shape)[Name];
  };
}

/** Every variable that the server reads. Messages name what is expected, never what was given. */
export const Settings = z.object({
  NODE_ENV: setting(
    z
      .enum(['development', 'production', 'test'], {
        error: 'must be development, production or test',
      })
      .default('development'),
    {
      text: 'In `production` nothing is made up: what is missing stops the start.',
      otherwise: '`development`',
    },
  ),
  PORT: setting(wholeNumber(0, 65_535).default(4000), {
    text: 'Where the server listens; 0 takes any free port.',
    otherwise: '`4000`',
  }),
  HOST: setting(z.string().optional(), {
    text: 'The address to listen on.',
    otherwise: '`0.0.0.0` in production, else `127.0.0.1`',
  }),
  PUBLIC_URL: setting(httpUrl().optional(), {
    text: 'How Dialpad reaches this server, e.g. `https://cti.example.com`; hook URLs begin with it.',
    otherwise: '`http://localhost:<PORT>`',
  }),
  DATABASE_URL: setting(postgresUrl().optional(), {
    text: 'A Postgres 15 or later, as an ordinary role (no superuser) that owns the database.',
    otherwise: 'an embedded Postgres under `DATA_DIR`; refused in production',
  }),
  DATABASE_ALLOW_UNVERIFIED: setting(yesOrNo().optional(), {
    text: 'Lets `sslmode` in `DATABASE_URL` switch verified TLS off, for private networks.',
    otherwise: '`false` in production, else `true`',
  }),
  DATA_DIR: setting(z.string().default('.data'), {
    text: 'Keeps the embedded database and the secrets that a first start makes.',
    otherwise: '`.data`',
  }),
  INTERNAL_API_SECRET: setting(secretText(32).optional(), {
    text: "The operator's bearer for `/internal`, 32 characters or more.",
    otherwise: 'made and kept under `DATA_DIR`; refused in production',
  }),
  INTERNAL_API_SECRET_NEXT: setting(secretText(32).optional(), {
    text: 'Opens `/internal` as well, while the operators change over.',
    otherwise: 'none',
  }),
  DIALPAD_WEBHOOK_SECRET: setting(secretText(32).optional(), {
    text: 'Verifies what arrives at the plain path `/webhooks/dialpad`, 32 characters or more.',
    otherwise: 'made and kept under `DATA_DIR`; refused in production',
  }),
  DIALPAD_DEFAULT_APP_ID: setting(
    z.uuid({ error: 'must be the UUID of an app' }).toLowerCase().optional(),
    {
      text: 'The app that the plain path belongs to.',
      otherwise: 'the only app there is',
    },
  ),
  DIALPAD_API_KEY: setting(secretText(1).optional(), {
    text: "An admin-made key of the company's Dialpad, for all apps that are not connected by OAuth.",
    otherwise: 'none: Dialpad is not asked for anything, or the simulator is',
  }),
  DIALPAD_ENVIRONMENT: setting(
    z.enum(['production', 'sandbox'], { error: 'must be production or sandbox' }).optional(),
    {
      text: 'Which Dialpad: its `DIALPAD_PROD_` or `DIALPAD_SANDBOX_` settings count.',
      otherwise: '`production` when `NODE_ENV` is, else `sandbox`',
    },
  ),
  ...dialpadSettings('PROD', 'https://dialpad.com'),
  ...dialpadSettings('SANDBOX', SANDBOX_URL),
  DIALPAD_SCOPES: setting(
    wordList().default(['offline_access', 'calls:list', 'recordings_export']),
    {
      text: 'What an OAuth connection asks for, by commas: only what Dialpad has approved for the client.',
      otherwise: '`offline_access,calls:list,recordings_export`',
    },
  ),
  DIALPAD_REQUESTS_PER_SECOND: setting(wholeNumber(1, 20).default(20), {
    text: 'Requests a second to one company: less when several processes share what Dialpad allows.',
    otherwise: '`20`, which is what Dialpad allows',
  }),
  SIMULATOR: setting(z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'), {
    text: 'A stand-in Dialpad, with live calls of a made-up company, where there is nothing real: on the embedded database, outside production, without Dialpad credentials. `npm start -- --no-simulator` is `off`.',
    otherwise: '`on`',
  }),
  SIMULATOR_CALLS_PER_MINUTE: setting(wholeNumber(1, 600).default(6), {
    text: 'So many calls begin in it.',
    otherwise: '`6`',
  }),
  ENCRYPTION_KEYS: setting(secretList(32).optional(), {
    text: 'Seal hook secrets, 32 characters or more; several by commas, the current one first.',
    otherwise: 'made and kept under `DATA_DIR`; refused in production',
  }),
  KEY_PEPPER: setting(secretList(32).optional(), {
    text: 'Keys the digests of API keys, 32 characters or more; several as above.',
    otherwise: 'made and kept under `DATA_DIR`; refused in production',
  }),
  ROLES: setting(listOf(ROLES).default([...ROLES]), {
    text: 'What this process does, any of `ingest`, `worker` and `api`, by commas.',
    otherwise: 'all three',
  }),
  LOG_LEVEL: setting(
    z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
    { text: `One of ${LOG_LEVELS.join(', ')}.`, otherwise: '`info`' },
  ),
  BATCH_LIMIT: setting(wholeNumber(1, 10_000).default(500), {
    text: 'The most events that the worker takes at once.',
    otherwise: '`500`',
  }),
  POLL_INTERVAL_MS: setting(wholeNumber(100, 60_000).default(5000), {
    text: 'How often the worker looks for events that nobody told it of.',
    otherwise: '`5000`',
  }),
  WEBHOOK_TIMEOUT_MS: setting(wholeNumber(500, 4000).default(4000), {
    text: 'After this long an event is answered with 503; Dialpad waits 5 seconds.',
    otherwise: '`4000`',
  }),
  RETRY_FIRST_MS: setting(wholeNumber(1, 60_000).default(1000), {
    text: 'An event that failed is tried again after so long at the earliest, then twice as long each time.',
    otherwise: '`1000`',
  }),
  RETRY_LONGEST_MS: setting(wholeNumber(1, 86_400_000).default(600_000), {
    text: 'The longest wait between two tries; after 12 the event is a dead letter.',
    otherwise: '`600000`',
  }),
  API_TIMEOUT_MS: setting(wholeNumber(100, 60_000).default(10_000), {
    text: 'After this long a request of `/api` or `/internal` is answered with 503.',
    otherwise: '`10000`',
  }),
  RATE_LIMIT_PER_KEY: setting(wholeNumber(1, 1_000_000).default(DEFAULT_LIMITS.app.quota), {
    text: 'Requests a minute that an API key may make.',
    otherwise: `\`${DEFAULT_LIMITS.app.quota}\``,
  }),
  RATE_LIMIT_OPERATOR: setting(wholeNumber(1, 1_000_000).default(DEFAULT_LIMITS.operator.quota), {
    text: 'Requests a minute that the operators may make, together.',
    otherwise: `\`${DEFAULT_LIMITS.operator.quota}\``,
  }),
  RATE_LIMIT_KEY_FAILURES: setting(
    wholeNumber(1, 1_000_000).default(DEFAULT_LIMITS.keyFailures.quota),
    {
      text: 'Wrong API keys a minute from one address that are answered 401; those beyond, 429.',
      otherwise: `\`${DEFAULT_LIMITS.keyFailures.quota}\``,
    },
  ),
  RATE_LIMIT_OPERATOR_FAILURES: setting(
    wholeNumber(1, 1000).default(DEFAULT_LIMITS.operatorFailures.quota),
    {
      text: 'Wrong operator secrets a minute from one address; beyond them none from there is looked at.',
      otherwise: `\`${DEFAULT_LIMITS.operatorFailures.quota}\``,
    },
  ),
  RATE_LIMIT_STORE: setting(
    z.enum(['memory', 'postgres'], { error: 'must be memory or postgres' }).optional(),
    {
      text: 'Where requests are counted: `postgres` when several processes serve the same clients.',
      otherwise: '`postgres` when `ROLES` leaves some out, else `memory`',
    },
  ),
  TRUSTED_PROXY_HOPS: setting(wholeNumber(0, 10).default(0), {
    text: 'How many proxies of yours stand in front and add to `X-Forwarded-For`.',
    otherwise: '`0`: the header is not believed',
  }),
  CORS_ORIGINS: setting(originList().optional(), {
    text: 'Origins whose pages may read `/api`, such as `https://crm.example.com`, by commas.',
    otherwise: 'none',
  }),
  OPS_PORT: setting(wholeNumber(0, 65_535).optional(), {
    text: 'Serves `/metrics` without a secret, and the health routes, for machines inside; 0 takes any free port.',
    otherwise: 'none: `/metrics` asks for the operator secret',
  }),
  OPS_HOST: setting(z.string().default('127.0.0.1'), {
    text: 'The address for `OPS_PORT`: one that only machines inside can reach.',
    otherwise: '`127.0.0.1`',
  }),
  HEADERS_TIMEOUT_MS: setting(wholeNumber(100, 600_000).default(10_000), {
    text: 'How long the head of a request may take to arrive.',
    otherwise: '`10000`',
  }),
  REQUEST_TIMEOUT_MS: setting(wholeNumber(100, 600_000).default(15_000), {
    text: 'How long a whole request may take to arrive.',
    otherwise: '`15000`',
  }),
  SOCKET_TIMEOUT_MS: setting(wholeNumber(100, 600_000).default(30_000), {
    text: 'How long nothing may move on a connection amid a request or an answer; it is cut before twice that.',
    otherwise: '`30000`',
  }),
  KEEP_ALIVE_TIMEOUT_MS: setting(wholeNumber(100, 600_000).default(75_000), {
    text: 'How long a connection without requests stays open: longer than at the balancer in front.',
    otherwise: '`75000`',
  }),
  MAX_CONNECTIONS: setting(wholeNumber(1, 100_000).default(10_000), {
    text: 'Connections at once.',
    otherwise: '`10000`',
  }),
  MAX_CONNECTIONS_PER_ADDRESS: setting(wholeNumber(1, 100_000).optional(), {
    text: 'Connections at once from one address.',
    otherwise: '`200`, or no limit behind trusted proxies',
  }),
  DRAIN_DELAY_MS: setting(wholeNumber(0, 8000).optional(), {
    text: 'After a stop signal: how long to serve on while `/readyz` already says no.',
    otherwise: '`5000` in production, else `0`',
  }),
});
export type Settings = z.infer<typeof Settings>;
