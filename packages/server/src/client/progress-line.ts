export interface ProgressLine {
  readonly step: (count?: number) => void;
  readonly end: () => void;
}

export interface ProgressOptions {
  readonly total: number;
  /** What is counted, such as `events`. */
  readonly unit: string;
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}

/** One line that grows on a terminal; elsewhere only its end. */
export function createProgressLine(options: ProgressOptions): ProgressLine {
  const { total, unit, isTerminal, write } = options;
  let done = 0;
  const line = (): string => {
    // More may turn up than was counted.
    const filled = Math.round((Math.min(done, total) / Math.max(total, 1)) * WIDTH);
    return `  ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}  ${done} of ${total} ${unit}`;
  };
  return {
    step(count = 1) {
      done += count;
      if (isTerminal) write(`\r${line()}`);
    },
    end() {
      if (!isTerminal) write(`${line()}\n`);
      else if (done > 0) write('\n');
    },
  };
}

const WIDTH = 30;
