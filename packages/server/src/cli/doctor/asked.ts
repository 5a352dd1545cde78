import { err, ok, type Result } from 'neverthrow';
import { ZodError, type ZodType } from 'zod';

import { CliError } from '../cli-error.ts';

/** One refusal is one finding, and so is an answer of another version: the other checks go on. */
export async function asked<Asked, Parsed>(
  request: Promise<Asked>,
  schema: ZodType<Parsed>,
): Promise<Result<Parsed, CliError>> {
  try {
    return ok(schema.parse(await request));
  } catch (error) {
    if (error instanceof CliError) return err(error);
    if (!(error instanceof ZodError)) throw error;
    const detail = "the server's answer is not as this program knows it";
    return err(new CliError('failure', 'answer-unknown', detail));
  }
}
