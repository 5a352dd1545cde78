import { type ProcessIdentity, readProcess } from './read-process.ts';

export const isRunning = async ({ pid, startedAt }: ProcessIdentity): Promise<boolean> =>
  (await readProcess(pid))?.startedAt === startedAt;
