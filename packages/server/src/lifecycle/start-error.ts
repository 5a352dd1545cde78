/** A start that cannot be: the message says to a person what to do, and holds no secret. */
export class StartError extends Error {}
