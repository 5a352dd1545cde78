import { err, type Result, ResultAsync } from 'neverthrow';

export interface Overloaded {
  readonly kind: 'overloaded' | 'deadline-exceeded';
}

export interface DeadlineOptions<Args extends readonly unknown[]> {
  readonly deadlineMs: number;
  readonly inFlight: number;
  /** Work that must not reject did so after its caller had been answered. */
  readonly onFault: (error: unknown, ...args: Args) => void;
}

/**
 * Work that is not done by the deadline goes on, but its caller is told to come
 * back; until it is done it counts as in flight, and beyond that limit work is
 * refused at once.
 */
export function withinDeadline<Args extends readonly unknown[], Value, Fault>(
  work: (...args: Args) => ResultAsync<Value, Fault>,
  { deadlineMs, inFlight, onFault }: DeadlineOptions<Args>,
): (...args: Args) => ResultAsync<Value, Fault | Overloaded> {
  let running = 0;
  const run = async (args: Args) => {
    running += 1;
    try {
      return await work(...args);
    } finally {
      running -= 1;
    }
  };
  return (...args) =>
    new ResultAsync(
      running < inFlight
        ? firstOf(run(args), { deadlineMs, onFault: (error) => onFault(error, ...args) })
        : refusal('overloaded'),
    );
}

async function firstOf<Value, Fault>(
  settled: Promise<Result<Value, Fault>>,
  { deadlineMs, onFault }: Pick<DeadlineOptions<[]>, 'deadlineMs' | 'onFault'>,
): Promise<Result<Value, Fault | Overloaded>> {
  const { promise, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, deadlineMs, 'late');
  try {
    const first = await Promise.race([settled, promise]);
    if (first !== 'late') return first;
    settled.catch(onFault);
    return await refusal('deadline-exceeded');
  } finally {
    clearTimeout(timer);
  }
}

const refusal = async (kind: Overloaded['kind']): Promise<Result<never, Overloaded>> =>
  err({ kind });
