import { CliError } from './cli-error.ts';

/** What was asked for cannot be meant so; nothing was done. */
export const usageError = (detail: string): CliError => new CliError('usage', 'usage', detail);
