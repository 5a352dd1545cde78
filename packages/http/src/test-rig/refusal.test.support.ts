import { Problem } from '../problem.ts';

/** Status, code and, when something of the request is wrong, what. */
export async function refusal(answer: Response): Promise<readonly (string | number)[]> {
  const { code, errors = [] } = Problem.parse(await answer.json());
  return [answer.status, code, ...errors.map(({ pointer }) => pointer)];
}
