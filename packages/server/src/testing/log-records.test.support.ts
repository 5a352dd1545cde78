import { z } from 'zod';

const LogRecord = z.looseObject({
  level: z.enum(['debug', 'info', 'warn', 'error', 'fatal']),
  time: z.iso.datetime(),
  msg: z.string(),
});
export type LogRecord = z.infer<typeof LogRecord>;

/** What the log holds from READY on; throws when a line is anything but one record. */
export function logRecords(output: string): readonly LogRecord[] {
  const [, log = ''] = output.split(/^READY \d+\n/m);
  // The last line may still be on its way.
  const lines = log.slice(0, log.lastIndexOf('\n') + 1).split('\n');
  return lines.slice(0, -1).map((line) => LogRecord.parse(JSON.parse(line)));
}
