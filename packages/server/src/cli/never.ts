/** Of a process that nobody asks to stop. */
export const NEVER = new Promise<void>(() => {});
