import type { Stage } from './open-stage.test.support.ts';

/** One statement that changes what only the server's keeper may change. */
export async function asKeeper({ query }: Pick<Stage, 'query'>, statement: string): Promise<void> {
  await query(
    `DO $do$ BEGIN PERFORM set_config('app.role', 'keeper', true); ${statement}; END $do$`,
  );
}
