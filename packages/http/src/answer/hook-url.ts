/** Where Dialpad posts to, for a server that the world reaches under `publicUrl`. */
export const hookUrl = (publicUrl: string, hookId: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/webhooks/dialpad/${hookId}`;
