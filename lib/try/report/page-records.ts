import type { LlmRequest, PassName, RaisedError, RecordRun, Score, Trial, TrialRecord } from '../trial.js';
import { PASS_TITLES } from '../pass-titles.js';
import { judgedPass } from './judged-pass.js';
import { shownLine, shownValue } from './shown-value.js';
import { visibleText } from './visible-text.js';

/** A text's place in `texts`: prompts, answers and expected outputs come again and again, and are kept once. */
export type TextPlace = number;

export interface PageRequest {
  readonly model: TextPlace;
  readonly messages: readonly { readonly role: TextPlace; readonly content: TextPlace }[];
  readonly answer: TextPlace;
  readonly error?: TextPlace;
}

export interface PageScore {
  readonly result: 'passed' | 'failed' | 'error' | 'unjudged';
  readonly value: TextPlace;
  readonly reasoning?: TextPlace;
  readonly error?: TextPlace;
}

export interface PageRun {
  /** Undefined where the task raised. */
  readonly output?: TextPlace;
  readonly error?: TextPlace;
  /** In the order of the evaluators; null where one said nothing. */
  readonly scores: readonly (PageScore | null)[];
  readonly requests: readonly PageRequest[];
}

export interface PageRecord {
  /** Counted from 0, as in every message of this package; the runs of one record share it. */
  readonly number: number;
  readonly input: TextPlace;
  readonly expected?: TextPlace;
  /** What a row of the table shows of the two. */
  readonly inputLine: TextPlace;
  readonly expectedLine?: TextPlace;
  readonly metadata?: TextPlace;
  readonly tags?: TextPlace;
  /** In the order of the passes; null where the record was not run. */
  readonly runs: readonly (PageRun | null)[];
}

/** What the page's script shows as the table of records. Every text of it can be shown as it is, as text. */
export interface PageRecords {
  readonly passes: readonly { readonly name: PassName; readonly title: string }[];
  /** Which of the passes says whether a record failed. */
  readonly judged: number;
  readonly evaluators: readonly { readonly name: string; readonly simulated: boolean }[];
  readonly texts: readonly string[];
  readonly records: readonly PageRecord[];
}

/** @returns the trial's records as the page shows them */
export function pageRecords(trial: Trial): PageRecords {
  const places = new Map<string, TextPlace>();
  const placeOf = (shown: string): TextPlace => {
    const place = places.get(shown) ?? places.size;
    places.set(shown, place);
    return place;
  };
  const text = (value: unknown): TextPlace => placeOf(shownValue(value));
  const error = ({ type, message }: RaisedError): TextPlace =>
    placeOf(visibleText(message === '' ? type : `${type}: ${message}`));

  const pageScore = (score: Score | undefined): PageScore | null =>
    score === undefined
      ? null
      : {
          result: resultOf(score),
          value: text(score.value),
          ...(score.reasoning === undefined ? {} : { reasoning: text(score.reasoning) }),
          ...(score.error === undefined ? {} : { error: error(score.error) }),
        };
  const pageRequest = (request: LlmRequest): PageRequest => ({
    model: text(request.model),
    messages: request.messages.map(({ role, content }) => ({ role: text(role), content: text(content) })),
    answer: text(request.answer),
    ...(request.error === undefined ? {} : { error: error(request.error) }),
  });
  const pageRun = (run: RecordRun | undefined): PageRun | null =>
    run === undefined
      ? null
      : {
          ...(run.error === undefined ? { output: text(run.output) } : { error: error(run.error) }),
          scores: trial.evaluators.map(({ name }) => pageScore(ownScore(run, name))),
          requests: run.requests.map(pageRequest),
        };
  const pageRecord = (record: TrialRecord): PageRecord => ({
    number: record.index,
    input: text(record.input),
    inputLine: placeOf(shownLine(record.input)),
    ...(record.expected === undefined
      ? {}
      : { expected: text(record.expected), expectedLine: placeOf(shownLine(record.expected)) }),
    ...(isEmpty(record.metadata) ? {} : { metadata: text(record.metadata) }),
    ...(record.tags.length === 0 ? {} : { tags: text(record.tags.join(', ')) }),
    runs: trial.passes.map(({ name }) => pageRun(record.runs[name])),
  });

  const records = trial.records.map(pageRecord);
  const judged = judgedPass(trial);
  return {
    passes: trial.passes.map(({ name }) => ({ name, title: PASS_TITLES[name] })),
    judged: judged === undefined ? 0 : trial.passes.indexOf(judged),
    evaluators: trial.evaluators.map(({ name, simulated }) => ({ name: visibleText(name), simulated })),
    texts: [...places.keys()],
    records,
  };
}

/** An evaluator may be called `constructor`. */
function ownScore({ scores }: RecordRun, name: string): Score | undefined {
  return Object.hasOwn(scores, name) ? scores[name] : undefined;
}

function resultOf({ error, passed }: Score): PageScore['result'] {
  if (error !== undefined) return 'error';
  if (passed === undefined) return 'unjudged';
  return passed ? 'passed' : 'failed';
}

function isEmpty(metadata: unknown): boolean {
  return (
    metadata === undefined ||
    metadata === null ||
    (typeof metadata === 'object' && Object.keys(metadata).length === 0)
  );
}
