/** The current one, then those that are being changed out. */
export type SecretList = readonly [string, ...string[]];
