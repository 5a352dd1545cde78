import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Rather than begin an empty database beside the full one of another major version. */
export async function refuseOtherMajor(folder: string, major: number): Promise<void> {
  const majors = (await readdir(folder)).map((name) => Number(/^postgres-(\d+)$/.exec(name)?.[1]));
  const other = majors.find((found) => found > 0);
  if (other === undefined || majors.includes(major)) return;
  const cluster = join(folder, `postgres-${other}`);
  throw new Error(
    `${cluster} was written by Postgres ${other}; this version brings Postgres ${major}, which ` +
      `cannot read it. Set DATABASE_URL to a Postgres ${other} or newer that holds your data, or ` +
      'move that folder away to begin with an empty database.',
  );
}
