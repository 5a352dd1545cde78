/** How the world reaches this server; known for sure when it listens. */
export interface PublicUrl {
  readonly current: () => string;
  /** The port that it listens on. */
  readonly settle: (port: number) => void;
}

export function createPublicUrl(given: string | null): PublicUrl {
  let url = given ?? 'http://localhost';
  return {
    current: () => url,
    settle(port) {
      url = given ?? `http://localhost:${port}`;
    },
  };
}
