/** Values by sample as it is written, such as `cti_pool_wait_seconds_count{pool="intake"}`. */
export type Samples = ReadonlyMap<string, number>;

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const HELP = new RegExp(`^# HELP (${NAME}) [^\\n]+$`);
const TYPE = new RegExp(`^# TYPE (?<name>${NAME}) (?<type>counter|gauge|histogram|summary)$`);
const SAMPLE = new RegExp(
  `^(?<sample>(?<name>${NAME})(?:\\{(?:${LABEL})(?:,${LABEL})*\\})?) (?<value>[-+]?[\\d.e+-]+|NaN|[+-]Inf)$`,
);
const OF_HISTOGRAM = /_(?:bucket|sum|count)$/;

/** Prometheus's text format 0.0.4; throws on a line that is none, and on a sample without type. */
export function readMetrics(text: string): Samples {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '' || HELP.test(line)) continue;
    const type = TYPE.exec(line)?.groups;
    if (type?.['name'] !== undefined) {
      types.set(type['name'], type['type'] ?? '');
      continue;
    }
    const found = SAMPLE.exec(line)?.groups;
    if (found === undefined) throw new Error(`This is no line of the format: ${line}`);
    const { sample = '', name = '', value = '' } = found;
    if (!types.has(name) && !types.has(name.replace(OF_HISTOGRAM, ''))) {
      throw new Error(`This has no type: ${line}`);
    }
    if (samples.has(sample)) throw new Error(`This is there twice: ${line}`);
    samples.set(sample, Number(value.replace('Inf', 'Infinity')));
  }
  return samples;
}

/** Those of one name, by their labels as they are written. */
export function samplesOf(samples: Samples, name: string): Readonly<Record<string, number>> {
  const own = [...samples].filter(([sample]) => sample.startsWith(`${name}{`));
  return Object.fromEntries(own.map(([sample, value]) => [sample.slice(name.length), value]));
}
