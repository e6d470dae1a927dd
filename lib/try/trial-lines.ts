import Table, { type Cell } from 'cli-table3';
import { styleText } from 'node:util';
import { PASS_TITLES, PASS_WORDS } from './pass-titles.js';
import { shownText as safe } from './shown-text.js';
import type {
  EvaluatorTrial,
  FaultTrial,
  PassName,
  RecordRun,
  Trial,
  TrialRecord,
  Verdict,
} from './trial.js';

/** Failing records that are shown: the report has them all. */
const RECORDS_SHOWN = 5;

/** Characters of a value that are shown. */
const VALUE_SHOWN = 100;

const COLOURS: Readonly<Record<Verdict, 'green' | 'yellow' | 'red'>> = {
  'tells them apart': 'green',
  'passes everything': 'yellow',
  'fails everything': 'red',
  'mixes them up': 'yellow',
  errors: 'red',
  'not judged': 'yellow',
};

const MARKS = { green: '✓', yellow: '!', red: '✗' } as const;

/** A table without lines: what stands beside what says enough. */
const NO_BORDERS = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('left-mid', 'mid-mid', 'right-mid')
    .map((name) => [name, '']),
);

/**
 * What a trial ends with on a terminal.
 *
 * @param colours whether the output is a terminal that shows them
 * @returns lines without line ends
 */
export function trialLines(trial: Trial, colours: boolean): readonly string[] {
  const heading = (text: string): string => (colours ? styleText('bold', text) : text);
  const painted = (colour: 'green' | 'yellow' | 'red', text: string): string =>
    colours ? styleText(colour, text) : text;
  const { experiment, records, passes, sdk, python, seconds, evaluators, faults, refused, warnings } = trial;
  const failing = records.filter((record) => problemsOf(record).length > 0);
  const verdict = (evaluator: EvaluatorTrial): string => {
    const colour = COLOURS[evaluator.verdict];
    const mark = evaluator.simulated ? ' (simulated judge)' : '';
    return painted(colour, `${MARKS[colour]} ${evaluator.verdict}${mark}`);
  };
  return [
    '',
    `${heading('Tried offline:')} ${safe(trial.file)}`,
    `${heading('Experiment:')} ${safe(experiment.name)}, project ${safe(experiment.project)}, dataset ${safe(experiment.dataset)}`,
    `${heading('Ran with:')} ddtrace ${sdk}, Python ${python.version} (${safe(python.executable)})`,
    ...passes.map(
      (pass) =>
        `${heading(`${PASS_TITLES[pass.name]}:`)} ${pass.recordsRun} of ${counted(pass.records, 'record')} ran, ${pass.seconds.toFixed(1)} s`,
    ),
    ...(passes.length > 1 ? [`${heading('Time:')} ${seconds.toFixed(1)} s`] : []),
    '',
    heading('Evaluators:'),
    ...tableLines([
      ...evaluatorHeader(trial),
      ...evaluators.map((one) => evaluatorCells(one, trial, verdict(one))),
    ]),
    ...evaluators.flatMap(({ name, advice }) => (advice === '' ? [] : [`  ${safe(name)}: ${safe(advice)}`])),
    ...(failing.length === 0
      ? []
      : [
          '',
          heading(`Failing records (${failing.length} of ${records.length}):`),
          ...failing.slice(0, RECORDS_SHOWN).flatMap(recordLines),
          ...(failing.length > RECORDS_SHOWN
            ? [`  … ${failing.length - RECORDS_SHOWN} more: see --report`]
            : []),
        ]),
    ...(faults.length === 0 ? [] : ['', heading('On a bad day:'), ...faultLines(faults)]),
    ...(refused.length === 0
      ? []
      : [
          '',
          heading('Connections that were refused:'),
          ...refused.map(
            ({ destination, times, place }) =>
              `  ${safe(destination)}${times === 1 ? '' : ` (${times} times)`}${place === undefined ? '' : `, ${safe(place)}`}`,
          ),
          '  --allow-host <host> opens one.',
        ]),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map((warning) => `  ! ${safe(warning)}`)]),
    '',
  ];
}

function evaluatorHeader({ passes }: Trial): Cell[][] {
  return [
    ['', ...passes.map(({ name }): Cell => ({ content: PASS_WORDS[name], colSpan: 4, hAlign: 'right' })), ''],
    ['', ...passes.flatMap(() => ['pass', 'fail', 'error', 'mean']), 'verdict'],
  ];
}

function evaluatorCells({ name, tallies }: EvaluatorTrial, { passes }: Trial, verdict: string): string[] {
  const counts = passes.flatMap((pass) => {
    const { passed = 0, failed = 0, errors = 0, mean } = tallies[pass.name] ?? {};
    return [String(passed), String(failed), String(errors), mean === undefined ? '–' : mean.toFixed(2)];
  });
  return [safe(name), ...counts, verdict];
}

function tableLines(rows: readonly Cell[][]): string[] {
  const header = rows.at(-1) ?? [];
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 2, 'padding-right': 0, border: [], head: [] },
    colAligns: header.map((_, index) => (index === 0 || index === header.length - 1 ? 'left' : 'right')),
  });
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** What went wrong with a record, a line each: its task, its evaluators, and what they said of a right answer. */
function problemsOf({ runs }: TrialRecord): string[] {
  const entries = Object.entries(runs) as [PassName, RecordRun][];
  return entries.flatMap(([pass, { error, scores }]) => {
    const task = error === undefined ? [] : [`the task raised ${error.type}: ${error.message}`];
    const said = Object.entries(scores).flatMap(([name, score]) => {
      if (score.error !== undefined) return [`${name}: ${score.error.type}: ${score.error.message}`];
      if (pass !== 'expected' || score.passed !== false) return [];
      return [`${name} fails a right answer${score.reasoning === undefined ? '' : `: ${score.reasoning}`}`];
    });
    return [...task, ...(error === undefined ? said : [])];
  });
}

function recordLines(record: TrialRecord): string[] {
  const problems = [...new Set(problemsOf(record))];
  return [
    `  ${record.index}  ${shown(record.input)}`,
    ...problems.map((problem) => `     ${shortened(safe(problem))}`),
  ];
}

function faultLines(faults: readonly FaultTrial[]): string[] {
  const rows = faults.map(({ fault, faults: count, retries, records, recordsLost, seconds, problem }) => [
    fault,
    String(count),
    String(retries),
    `${recordsLost} of ${records}`,
    `${seconds.toFixed(1)} s`,
    problem === undefined ? '' : shortened(safe(problem)),
  ]);
  return tableLines([['', 'faults', 'retries', 'records lost', 'time', ''], ...rows]);
}

function shown(value: unknown): string {
  return shortened(safe(typeof value === 'string' ? value : JSON.stringify(value)));
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > VALUE_SHOWN ? `${line.slice(0, VALUE_SHOWN - 1)}…` : line;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
