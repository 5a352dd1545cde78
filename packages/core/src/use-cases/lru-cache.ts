export interface LruCache<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
  readonly delete: (key: string) => void;
  readonly clear: () => void;
}

/** Holds `size` values at most; the one that was not asked for the longest goes first. */
export function createLruCache<Value>(size: number): LruCache<Value> {
  // A Map keeps the order of insertion: the newest use is put at the end.
  const values = new Map<string, Value>();

  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },

    set(key, value) {
      values.delete(key);
      values.set(key, value);
      const [oldest] = values.keys();
      if (values.size > size && oldest !== undefined) values.delete(oldest);
    },

    delete: (key) => void values.delete(key),
    clear: () => values.clear(),
  };
}
