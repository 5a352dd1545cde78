import type { ResultAsync } from 'neverthrow';

/** The value of a port's answer; an error is a broken promise of the port. */
export async function answered<Value, Failure>(
  answer: ResultAsync<Value, Failure>,
): Promise<Value> {
  const result = await answer;
  if (result.isErr()) throw new Error('the port answered an error', { cause: result.error });
  return result.value;
}
