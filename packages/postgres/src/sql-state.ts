/** The SQLSTATE of a database error; undefined for anything else that may be thrown. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The data is at fault and will be next time too; anything else may pass. */
export function isDataError(error: unknown): boolean {
  const state = sqlState(error);
  return (
    state !== undefined && (state.startsWith('22') || state.startsWith('23') || state === 'P0001')
  );
}

export const DEADLOCK = '40P01';
/** Not to be had within the lock time-out. */
export const LOCK_NOT_AVAILABLE = '55P03';
