import { isDeepStrictEqual } from 'node:util';
import type { DatasetRecord } from '../stand-in/dataset-record.js';
import type { Received, ReceivedExperiment, ReceivedMetric, ReceivedSpan } from '../stand-in/received.js';
import type { LlmRequest, RaisedError, RecordRun, Score } from './trial.js';

/** One record of the dataset, and what one run of the file did with it. */
export interface ObservedRecord {
  /** Says which record of another run is the same one: its experiment, its place, and the run of the task on it. */
  readonly key: string;
  readonly index: number;
  readonly input: unknown;
  /** Undefined where the record expects nothing. */
  readonly expected?: unknown;
  readonly metadata: unknown;
  readonly tags: readonly string[];
  /** Undefined where the task never came to it. */
  readonly run?: RecordRun;
}

/** What the stand-in saw of one run of the file. */
export interface ObservedRun {
  readonly records: readonly ObservedRecord[];
  /** In the order of the file. */
  readonly evaluators: readonly string[];
  /** Whether the dataset came from a CSV, whose expected output is a dict of columns. */
  readonly fromCsv: boolean;
}

/**
 * Puts together what the SDK sent of the experiments of one run: a span for each task, one for each LLM call in it, and
 * a metric for each record and evaluator.
 */
export function observeRun({ experiments, datasets }: Received): ObservedRun {
  const several = experiments.length > 1;
  const records: ObservedRecord[] = [];
  const evaluators = new Set<string>();
  for (const experiment of experiments) {
    const dataset = datasets.find(
      ({ name, project }) => name === experiment.dataset && project === experiment.project,
    );
    const nameOf = (label: string) => (several ? `${experiment.name}: ${label}` : label);
    for (const { label } of experiment.metrics) evaluators.add(nameOf(label));
    records.push(...recordsOf(experiment, dataset?.records ?? [], nameOf));
  }
  return {
    records,
    evaluators: [...evaluators],
    fromCsv: datasets.some((dataset) => dataset.records.some(({ arrivedAs }) => arrivedAs === 'csv')),
  };
}

function recordsOf(
  experiment: ReceivedExperiment,
  stored: readonly DatasetRecord[],
  nameOf: (label: string) => string,
): ObservedRecord[] {
  const metrics = groupBy(experiment.metrics, ({ spanId }) => spanId);
  const requests = groupBy(
    experiment.spans.filter(({ kind }) => kind === 'llm'),
    (span) => span.trace_id,
  );
  const indexes = new Map(stored.map(({ id }, index) => [id, index]));
  const ran = experiment.spans
    .filter(({ kind }) => kind === 'experiment')
    .map((span) => {
      const index = indexes.get(tagOf(span, 'dataset_record_id') ?? '') ?? placeOf(span, stored);
      const run = runOf(span, metrics.get(span.span_id) ?? [], requests.get(span.trace_id) ?? [], nameOf);
      return { index, iteration: tagOf(span, 'run_iteration') ?? '', span, run };
    });
  const unseen = new Set(stored.keys());
  const observed = ran.map(({ index, iteration, span, run }, position) => {
    unseen.delete(index);
    const place = index < 0 ? stored.length + position : index;
    const record = stored[index] ?? {
      input_data: span.meta.input,
      expected_output: span.meta.expected_output,
      metadata: span.meta.metadata,
      tags: [],
    };
    return { ...describe(record, place, `${experiment.name} ${place} ${iteration}`), run };
  });
  const others = [...unseen].flatMap((index) => {
    const key = `${experiment.name} ${index} `;
    return stored.slice(index, index + 1).map((record) => describe(record, index, key));
  });
  return [...observed, ...others].sort((one, other) => one.index - other.index);
}

function describe(
  { input_data, expected_output, metadata, tags }: Omit<DatasetRecord, 'id' | 'arrivedAs' | 'json'>,
  index: number,
  key: string,
): ObservedRecord {
  // The SDK sends a missing one as "".
  const expectsNothing =
    expected_output === undefined ||
    expected_output === null ||
    expected_output === '' ||
    isDeepStrictEqual(expected_output, {});
  return {
    key,
    index,
    input: input_data,
    ...(expectsNothing ? {} : { expected: expected_output }),
    metadata,
    tags,
  };
}

/** A record that stands twice in a dataset is stored once, and run twice. */
function placeOf({ meta }: ReceivedSpan, stored: readonly DatasetRecord[]): number {
  return stored.findIndex(
    ({ input_data, expected_output }) =>
      isDeepStrictEqual(input_data, meta.input) && isDeepStrictEqual(expected_output, meta.expected_output),
  );
}

function runOf(
  span: ReceivedSpan,
  metrics: readonly ReceivedMetric[],
  requests: readonly ReceivedSpan[],
  nameOf: (label: string) => string,
): RecordRun {
  const error = raised(span.meta.error);
  return {
    output: span.meta.output ?? null,
    ...(error === undefined ? {} : { error }),
    scores: Object.fromEntries(metrics.map((metric) => [nameOf(metric.label), scoreOf(metric)])),
    requests: requests.toSorted((one, other) => one.start_ns - other.start_ns).map(requestOf),
  };
}

function scoreOf({ type, value, assessment, reasoning, error }: ReceivedMetric): Score {
  const fault = raised(error) ?? noScore(type, value);
  const known = (['pass', 'fail', 'partial'] as const).find((one) => one === assessment);
  const passed = known === undefined ? value : known === 'pass';
  return {
    value: value ?? null,
    ...(known === undefined ? {} : { assessment: known }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(fault === undefined ? {} : { error: fault }),
    ...(fault === undefined && typeof passed === 'boolean' ? { passed } : {}),
  };
}

/** What an evaluator returned that the SDK has no kind of metric for: it sends its text as a category. */
function noScore(type: string, value: unknown): RaisedError | undefined {
  const text = value ?? 'None';
  const isOther =
    type === 'categorical' &&
    typeof text === 'string' &&
    /^none$|^<.* at 0x[0-9a-f]+>$|^(?:set|frozenset)\(|^[([{].*[)\]}]$/is.test(text);
  return isOther ? { type: 'WrongType', message: `it returned ${text}, which is no score` } : undefined;
}

function requestOf({ meta, name }: ReceivedSpan): LlmRequest {
  const error = raised(meta.error);
  return {
    model: typeof meta.model_name === 'string' ? meta.model_name : name,
    messages: messagesOf(meta.input),
    answer: messagesOf(meta.output)
      .map(({ content }) => content)
      .join('\n'),
    ...(error === undefined ? {} : { error }),
  };
}

function messagesOf(value: unknown): { role: string; content: string }[] {
  const { messages, value: text } = (value ?? {}) as { messages?: unknown; value?: unknown };
  if (!Array.isArray(messages)) return typeof text === 'string' ? [{ role: '', content: text }] : [];
  return (messages as { role?: unknown; content?: unknown }[]).map(({ role, content }) => ({
    role: typeof role === 'string' ? role : '',
    content: typeof content === 'string' ? content : JSON.stringify(content ?? ''),
  }));
}

function raised(error: unknown): RaisedError | undefined {
  const { type, message } = (error ?? {}) as { type?: unknown; message?: unknown };
  if (type === undefined && message === undefined) return undefined;
  return {
    type: typeof type === 'string' ? type.replace(/^builtins\./, '') : 'Error',
    message: typeof message === 'string' ? message : JSON.stringify(message ?? ''),
  };
}

function tagOf({ tags }: ReceivedSpan, name: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
