export interface ProgressLine {
  readonly step: () => void;
  readonly end: () => void;
}

export interface ProgressOptions {
  readonly total: number;
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}

/** One line that grows on a terminal; elsewhere only its end. */
export function createProgressLine({ total, isTerminal, write }: ProgressOptions): ProgressLine {
  let done = 0;
  const line = (): string => {
    const filled = Math.round((done / total) * WIDTH);
    return `  ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}  ${done} of ${total} events`;
  };
  return {
    step() {
      done += 1;
      if (isTerminal) write(`\r${line()}`);
    },
    end: () => write(isTerminal ? '\n' : `${line()}\n`),
  };
}

const WIDTH = 30;
