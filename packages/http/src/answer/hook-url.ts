/** What stands before a hook's id, for a server that the world reaches under `publicUrl`. */
export const hooksUrl = (publicUrl: string): string => `${bare(publicUrl)}/webhooks/dialpad`;

/** Where Dialpad posts to. */
export const hookUrl = (publicUrl: string, hookId: string): string =>
  `${hooksUrl(publicUrl)}/${hookId}`;

const bare = (url: string): string => url.replace(/\/+$/, '');
