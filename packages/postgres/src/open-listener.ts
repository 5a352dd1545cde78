import { Client } from 'pg';

import { clientOptions } from './connection/client-options.ts';
import { type ConnectionPolicy, connectionSettings } from './connection/connection-settings.ts';
import { INTAKE_LIMITS } from './connection/time-limits.ts';
import { EVENTS_CHANNEL } from './intake/flush-statement.ts';
import { CREDENTIALS_CHANNEL } from './keys/credentials-epoch.ts';
import { once } from './once.ts';

export interface ListenerOptions extends ConnectionPolicy {
  readonly url: string;
  /** There may be new events. */
  readonly onEvents: () => void;
  /** Keys, hooks or apps may have changed. */
  readonly onCredentials: () => void;
  /** How often the line is tried, since a dead one is silent as well. */
  readonly checkEveryMs?: number;
}

export interface Listener {
  close(): Promise<void>;
}

const CHECK_EVERY_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Hears what other processes commit, on a connection of its own. What it hears is a hint and may be
 * lost with the line; so it calls both after every new connection, and whoever uses it polls too.
 */
export function openListener(options: ListenerOptions): Listener {
  const settings = connectionSettings(options.url, options);
  let isClosed = false;
  let pause = FIRST_PAUSE_MS;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    const own = new Client({
      ...clientOptions(settings, INTAKE_LIMITS.statementMs),
      query_timeout: INTAKE_LIMITS.deadlineMs,
    });
    client = own;
    const lose = once(() => {
      clearTimeout(timer);
      void own.end().catch(() => {});
      if (isClosed) return;
      timer = setTimeout(() => void listen(), pause);
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    });
    own.on('error', lose);
    own.on('end', lose);
    own.on('notification', ({ channel }) => tell(options, channel));
    try {
      await own.connect();
      await own.query(`LISTEN ${EVENTS_CHANNEL}; LISTEN ${CREDENTIALS_CHANNEL}`);
      pause = FIRST_PAUSE_MS;
      tell(options, EVENTS_CHANNEL);
      tell(options, CREDENTIALS_CHANNEL);
      check(own, lose);
    } catch {
      lose();
    }
  }

  function check(own: Client, lose: () => void): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      own.query('SELECT 1').then(() => check(own, lose), lose);
    }, options.checkEveryMs ?? CHECK_EVERY_MS);
  }

  void listen();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}

function tell({ onEvents, onCredentials }: ListenerOptions, channel: string): void {
  if (channel === EVENTS_CHANNEL) onEvents();
  if (channel === CREDENTIALS_CHANNEL) onCredentials();
}
