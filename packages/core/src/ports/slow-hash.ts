/** A password hash that is slow on purpose (bcrypt, cost 10, in the server). Texts stay under 72 bytes. */
export interface SlowHash {
  hash(text: string): Promise<string>;
  matches(text: string, hash: string): Promise<boolean>;
}
