/** What a client of Postgres sends, as its statements in the order in which they are run. */
export interface StatementsSent {
  readonly onBytes: (connection: object, bytes: Buffer) => void;
  readonly statements: readonly string[];
}

interface Line {
  pending: Buffer;
  /** The first message of a connection has no type. */
  isStarted: boolean;
  /** Texts by the names under which they were prepared. */
  readonly prepared: Map<string, string>;
}

const HEAD = 5;

/** Reads the frontend messages that name a statement: Query, Parse and Bind. */
export function statementsSent(): StatementsSent {
  const lines = new WeakMap<object, Line>();
  const statements: string[] = [];

  function take(line: Line, type: string, body: Buffer): void {
    const texts = body.toString('utf8').split('\0');
    const [first = '', second = ''] = texts;
    if (type === 'Q') statements.push(first);
    if (type === 'P') line.prepared.set(first, second);
    // Bind names its portal first.
    if (type === 'B') statements.push(line.prepared.get(second) ?? second);
  }

  return {
    statements,
    onBytes(connection, bytes) {
      const line = lines.get(connection) ?? {
        pending: Buffer.alloc(0),
        isStarted: false,
        prepared: new Map<string, string>(),
      };
      lines.set(connection, line);
      line.pending = Buffer.concat([line.pending, bytes]);
      for (;;) {
        const head = line.isStarted ? HEAD : HEAD - 1;
        if (line.pending.length < head) return;
        // The length counts itself, and not the type in front of it.
        const end = line.pending.readUInt32BE(head - 4) + head - 4;
        if (line.pending.length < end) return;
        const type = line.isStarted ? String.fromCharCode(line.pending[0] ?? 0) : '';
        take(line, type, line.pending.subarray(head, end));
        line.pending = line.pending.subarray(end);
        line.isStarted = true;
      }
    },
  };
}
