import { type DestinationStream, type LoggerOptions, pino } from 'pino';
import pretty from 'pino-pretty';

import type { Log, LogFields, LogLine } from './log.ts';
import { safeError } from './safe-error.ts';
import { safeText } from './safe-text.ts';

export interface LogOptions {
  readonly level: string;
  readonly isPretty: boolean;
  readonly isColored: boolean;
  /** Standard output when absent. */
  readonly destination?: NodeJS.WritableStream;
}

/** One line a record: JSON, or for people on a terminal. */
export function createLog(options: LogOptions): Log {
  const logger = pino(pinoOptions(options.level), destinationOf(options));
  const line =
    (level: keyof Log): LogLine =>
    (message, fields = {}) =>
      logger[level](safeFields(fields), message);
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('fatal'),
  };
}

const pinoOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
});

function destinationOf({ isPretty, isColored, destination }: LogOptions): DestinationStream {
  if (!isPretty) return destination ?? pino.destination({ dest: 1, sync: true });
  return pretty({
    colorize: isColored,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    // A security line has no status: it may come before there is one.
    messageFormat:
      '{msg}{if method} {method} {route}{end}{if status} {status} {durationMs} ms{end}',
    ignore: 'requestId,keyId,method,route,status,durationMs',
    sync: true,
    ...(destination === undefined ? {} : { destination }),
  });
}

const TEXTS = [
  'requestId',
  'method',
  'route',
  'appId',
  'keyId',
  'code',
  'hook',
  'reason',
  'event',
  'address',
  'signal',
] as const satisfies readonly (keyof LogFields)[];
const AMOUNTS = [
  'status',
  'processed',
  'failed',
  'dead',
  'leftOut',
  'port',
] as const satisfies readonly (keyof LogFields)[];

function safeFields(fields: LogFields): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const value = fields[name];
    if (value !== undefined && value !== null) safe[name] = safeText(value);
  }
  for (const name of AMOUNTS) if (fields[name] !== undefined) safe[name] = fields[name];
  if (fields.isAborted === true) safe['isAborted'] = true;
  if (fields.durationMs !== undefined) safe['durationMs'] = Math.round(fields.durationMs * 10) / 10;
  if (fields.error !== undefined) safe['error'] = safeError(fields.error);
  return safe;
}
