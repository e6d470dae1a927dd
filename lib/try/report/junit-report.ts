import XMLBuilder from 'fast-xml-builder';
import type { EvaluatorTrial, RaisedError, RecordRun, Trial, TrialRecord } from '../trial.js';
import { PASS_TITLES } from '../pass-titles.js';
import { judgedPass } from './judged-pass.js';
import { shownLine, shownValue } from './shown-value.js';

/** What XML 1.0 cannot hold, not even as a reference: all but production 2, `Char`, of its section 2.2. */
const NO_XML_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** CI systems show a name in a line of a table. */
const LONGEST_NAME = 100;
const LONGEST_MESSAGE = 300;

/** How a testcase ended; one that says nothing passed. */
interface Ending {
  readonly kind: 'failure' | 'error' | 'skipped';
  readonly message: string;
  /** The class of an exception, or the verdict. */
  readonly type?: string;
  readonly text?: string;
}

interface Testcase {
  readonly name: string;
  readonly ending?: Ending | undefined;
}

interface Testsuite {
  readonly name: string;
  readonly seconds: number;
  readonly cases: readonly Testcase[];
}

/**
 * The trial for CI systems: a testsuite for the file, in which each record ran; one for each evaluator, with its
 * verdict and its score of each record where answers are right; one for the bad days.
 *
 * JUnit's form has no standard. This keeps to what all of its readers share: `testsuites`, `testsuite` with its counts,
 * `testcase` with `name`, `classname`, `file` and at most one of `failure`, `error` (each with `message` and `type`)
 * and `skipped`. GitLab and Jenkins tell testcases apart by `classname` and `name`, so each pair is there once
 * (https://docs.gitlab.com/ci/testing/unit_test_reports/,
 * https://github.com/jenkinsci/xunit-plugin/tree/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd).
 *
 * @returns an XML 1.0 document; characters that it cannot hold are U+FFFD
 */
export function junitReport(trial: Trial): string {
  const suites = [
    fileSuite(trial),
    ...trial.evaluators.map((evaluator) => evaluatorSuite(trial, evaluator)),
    ...(trial.faults.length === 0 ? [] : [faultsSuite(trial)]),
  ];
  const builder = new XMLBuilder({
    attributeNamePrefix: '@',
    attributesGroupName: false,
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
    attributeValueProcessor: (_name, value) => xmlText(String(value)),
    tagValueProcessor: (_name, value) => xmlText(String(value)),
  });
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@id': trial.tool,
      '@name': oneLine(trial.experiment.name, LONGEST_NAME),
      ...countsOf(suites.flatMap(({ cases }) => cases)),
      '@time': trial.seconds.toFixed(3),
      testsuite: suites.map(({ name, seconds, cases }) => ({
        '@name': oneLine(name, LONGEST_NAME),
        ...countsOf(cases),
        '@time': seconds.toFixed(3),
        testcase: cases.map((one) => testcase(one, name, trial.file)),
      })),
    },
  });
}

function testcase({ name, ending }: Testcase, suite: string, file: string): object {
  return {
    '@name': oneLine(name, LONGEST_NAME),
    '@classname': oneLine(suite, LONGEST_NAME),
    '@file': oneLine(file, Infinity),
    ...(ending !== undefined && {
      [ending.kind]: {
        '@message': oneLine(ending.message, LONGEST_MESSAGE),
        ...(ending.type !== undefined && { '@type': oneLine(ending.type, LONGEST_NAME) }),
        ...(ending.text !== undefined && { '#text': ending.text }),
      },
    }),
  };
}

function countsOf(cases: readonly Testcase[]): object {
  const ended = (kind: Ending['kind']): number => cases.filter(({ ending }) => ending?.kind === kind).length;
  return {
    '@tests': cases.length,
    '@failures': ended('failure'),
    '@errors': ended('error'),
    '@skipped': ended('skipped'),
  };
}

function fileSuite(trial: Trial): Testsuite {
  const { failures, passes, refused, records } = trial;
  const name = judgedPass(trial)?.name;
  return {
    name: trial.file,
    seconds: passes.reduce((sum, pass) => sum + pass.seconds, 0),
    cases: [
      { name: 'the trial as a whole', ending: listed(failures) },
      ...passes.map((pass) => ({
        name: `the file comes to its end: ${PASS_TITLES[pass.name].toLowerCase()}`,
        ending:
          pass.problem === undefined
            ? undefined
            : ({ kind: 'error', message: pass.problem, text: `${pass.problem}\n\n${pass.printed}` } as const),
      })),
      {
        name: 'no connection is refused',
        ending: listed(
          refused.map(
            ({ destination, times, place }) =>
              `${destination}, ${times === 1 ? 'once' : `${times} times`}${place === undefined ? '' : ` (${place})`}`,
          ),
        ),
      },
      ...records.map((record) => ({
        name: recordName(record),
        ending: endingOfRun(name === undefined ? undefined : record.runs[name]),
      })),
    ],
  };
}

function endingOfRun(run: RecordRun | undefined): Ending | undefined {
  if (run === undefined) return { kind: 'error', message: 'the task did not run for this record' };
  return run.error === undefined ? undefined : endingOfError(run.error);
}

function evaluatorSuite(trial: Trial, evaluator: EvaluatorTrial): Testsuite {
  const pass = judgedPass(trial);
  return {
    name: evaluator.name,
    // The SDK does not say how long an evaluator took.
    seconds: 0,
    cases: [
      { name: 'verdict', ending: endingOfVerdict(evaluator) },
      ...trial.records.map((record) => ({
        name: recordName(record),
        ending: endingOfScore(record, pass && record.runs[pass.name], evaluator.name),
      })),
    ],
  };
}

function endingOfVerdict({ verdict, advice, simulated }: EvaluatorTrial): Ending | undefined {
  if (verdict === 'tells them apart') return undefined;
  const kind = ({ errors: 'error', 'not judged': 'skipped' } as const)[verdict as string] ?? 'failure';
  const who = simulated ? `${verdict} (the judge was simulated)` : verdict;
  return { kind, message: advice === '' ? who : `${who}: ${advice}`, type: verdict };
}

function endingOfScore(
  { expected }: TrialRecord,
  run: RecordRun | undefined,
  evaluator: string,
): Ending | undefined {
  const score = run !== undefined && Object.hasOwn(run.scores, evaluator) ? run.scores[evaluator] : undefined;
  if (score === undefined) return { kind: 'skipped', message: 'there was nothing to score' };
  if (score.error !== undefined) return endingOfError(score.error);
  if (score.passed !== false) return undefined;
  // Its answer was made up: that it fails says nothing.
  if (expected === undefined) return { kind: 'skipped', message: 'the record has no expected output' };
  return {
    kind: 'failure',
    message: score.reasoning ?? `the score is ${shownValue(score.value)}`,
    type: 'failed',
    text: `expected: ${shownValue(expected)}\noutput: ${shownValue(run?.output)}\nscore: ${shownValue(score.value)}`,
  };
}

function faultsSuite({ faults }: Trial): Testsuite {
  return {
    name: 'bad days',
    seconds: faults.reduce((sum, { seconds }) => sum + seconds, 0),
    cases: faults.map(({ fault, description, recordsLost, records, problem }) => ({
      name: fault,
      ending:
        problem !== undefined
          ? { kind: 'error', message: problem, text: description }
          : recordsLost > 0
            ? {
                kind: 'failure',
                message: `${recordsLost} of ${records} records were lost`,
                text: description,
              }
            : undefined,
    })),
  };
}

function endingOfError({ type, message }: RaisedError): Ending {
  return { kind: 'error', message: message === '' ? type : message, type, text: `${type}: ${message}` };
}

function listed(messages: readonly string[]): Ending | undefined {
  if (messages.length === 0) return undefined;
  return { kind: 'failure', message: messages.join('; '), text: messages.join('\n') };
}

/** A person finds the record by its input, and a CI system, from run to run, by its number too. */
function recordName({ index, input }: TrialRecord): string {
  return `record ${index}: ${shownLine(input)}`;
}

/** An attribute's line ends would reach its reader as spaces. */
function oneLine(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  // Code points: a cut through a surrogate pair would leave half of it.
  return `${Array.from(line.slice(0, 2 * longest))
    .slice(0, longest - 1)
    .join('')}…`;
}

function xmlText(text: string): string {
  return text.replace(NO_XML_CHARACTER, '\uFFFD');
}
