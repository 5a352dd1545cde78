/** What root's Postgres cannot reach where it lies is kept here, outside closed home folders. */
export const systemFolder = '/var/lib/dialpad-cti';
