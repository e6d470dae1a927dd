import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reportText } from '../../../lib/try/report/report.js';
import type { Trial } from '../../../lib/try/trial.js';
import { askMachinePython } from '../../python/machine-python.js';
import { ALL_HOSTILE, hostileText } from './hostile-text.js';
import { madeTrial, troubledTrial } from './made-trial.js';

/** An element as Python's expat reads it, which refuses what is not well-formed. */
interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const PARSE = `
import json, sys
import xml.etree.ElementTree as ElementTree

def plain(element):
    return {
        "name": element.tag,
        "attributes": element.attrib,
        "text": element.text or "",
        "children": [plain(child) for child in element],
    }

texts = json.load(sys.stdin)
json.dump([plain(ElementTree.fromstring(text.encode())) for text in texts], sys.stdout)
`;

function parsedReports(trials: readonly Trial[]): readonly XmlElement[] {
  return askMachinePython(
    PARSE,
    trials.map((trial) => reportText(trial, 'xml')),
  ) as readonly XmlElement[];
}

function parsedReport(trial: Trial): XmlElement {
  const [root] = parsedReports([trial]);
  if (root === undefined) throw new Error('nothing was parsed');
  return root;
}

/** What a CI system shows: each testcase that did not pass, by its suite's name and its own, and how it ended. */
function endings(root: XmlElement): Readonly<Record<string, string>> {
  const cases = root.children.flatMap((suite) =>
    suite.children.flatMap(({ attributes, children }) =>
      children.map((ending) => [
        `${suite.attributes.name ?? ''} / ${(attributes.name ?? '').replace(/(record \d+):.*/, '$1')}`,
        `${ending.name}: ${ending.attributes.message ?? ''}`,
      ]),
    ),
  );
  return Object.fromEntries(cases) as Record<string, string>;
}

it('has a suite for the file, each evaluator and the bad days', () => {
  const suites = parsedReport(troubledTrial()).children;
  expect(suites.map(({ name }) => name)).toEqual(suites.map(() => 'testsuite'));
  expect(suites.map(({ attributes }) => attributes.name)).toEqual([
    'experiments/support.py',
    'exact_match',
    'response_well_formed',
    'answer_quality',
    'length',
    'bad days',
  ]);
});

it('says what did not pass, and why', () => {
  expect(endings(parsedReport(madeTrial()))).toEqual({
    'exact_match / record 2': 'failure: not the same text',
    'exact_match / record 5': 'failure: not the same text',
    'response_well_formed / verdict': expect.stringContaining(
      'failure: passes everything: It passes right and wrong',
    ) as string,
    'answer_quality / record 2': 'failure: Simulated, no judge was asked.',
    'answer_quality / record 5': 'failure: Simulated, no judge was asked.',
  });
});

it('says what went wrong on a bad day', () => {
  const raised = "error: 'NoneType' object is not subscriptable";
  expect(endings(parsedReport(troubledTrial()))).toMatchObject({
    'experiments/support.py / the trial as a whole':
      'failure: 1 of 6 records did not run.; An evaluator raised.',
    'experiments/support.py / the file comes to its end: wrong answers':
      'error: The file ended with status 1: RuntimeError: out of quota',
    'experiments/support.py / no connection is refused': expect.stringContaining(
      '192.0.2.1:80, once',
    ) as string,
    'experiments/support.py / record 0': raised,
    'exact_match / record 0': 'skipped: there was nothing to score',
    'answer_quality / record 1': raised,
    'answer_quality / verdict': expect.stringMatching(
      /^error: errors \(the judge was simulated\): /,
    ) as string,
    'length / verdict': expect.stringMatching(/^skipped: not judged: /) as string,
    'bad days / malformed JSON': 'error: The file ended with status 1: JSONDecodeError',
  });
});

it('says nothing bad of a made-up answer to a record without an expected output', () => {
  const trial = madeTrial();
  const records = trial.records.map((record) => ({ ...record, expected: undefined }));
  expect(endings(parsedReport({ ...trial, records }))).toMatchObject({
    'exact_match / record 2': 'skipped: the record has no expected output',
  });
});

it('judges the only pass that there was', () => {
  const { passes, ...trial } = madeTrial();
  const only = { ...trial, passes: passes.filter(({ name }) => name === 'wrong') };
  expect(endings(parsedReport(only))['exact_match / record 0']).toMatch(/^failure: /);
});

it.each([
  ['a usual trial', madeTrial()],
  ['a bad day', troubledTrial()],
  ['no record and no evaluator', { ...madeTrial(), records: [], evaluators: [], passes: [] }],
])('counts what it holds: %s', (_, trial) => {
  const root = parsedReport(trial);
  const kinds = { failures: 'failure', errors: 'error', skipped: 'skipped' };
  const sums = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const { attributes, children } of root.children) {
    const ended = children.flatMap((testcase) => testcase.children.map(({ name }) => name));
    expect(Number(attributes.tests)).toBe(children.length);
    sums.tests += children.length;
    for (const [counter, kind] of Object.entries(kinds)) {
      const count = ended.filter((name) => name === kind).length;
      expect(Number(attributes[counter]), counter).toBe(count);
      sums[counter as keyof typeof kinds] += count;
    }
  }
  for (const [counter, sum] of Object.entries(sums)) expect(Number(root.attributes[counter])).toBe(sum);
});

it('gives each testcase a name of its own in its class, by which CI systems know it again', () => {
  for (const root of parsedReports([
    troubledTrial(),
    madeTrial({ records: 30, text: ALL_HOSTILE.repeat(9) }),
  ])) {
    const cases = root.children.flatMap(({ children }) => children);
    const names = cases.map(({ attributes }) => `${attributes.classname ?? ''}\n${attributes.name ?? ''}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { attributes } of cases) expect(attributes.name?.length).toBeLessThanOrEqual(200);
  }
});

it('is well-formed whatever a dataset or an LLM says', () => {
  const texts = [ALL_HOSTILE, 'true', ...fc.sample(hostileText, 100)];
  const reports = parsedReports(texts.map((text) => madeTrial({ records: 3, text })));
  const usual = endings(parsedReport(madeTrial({ records: 3 })));
  for (const root of reports) expect(Object.keys(endings(root))).toHaveLength(Object.keys(usual).length);
});

it('gives an attribute its value though that is "true"', () => {
  const trial = madeTrial();
  const root = parsedReport({ ...trial, file: 'true', experiment: { ...trial.experiment, name: 'true' } });
  expect(root.attributes.name).toBe('true');
  expect(root.children[0]?.children[0]?.attributes.classname).toBe('true');
});

it('holds the text as it was, but for what XML cannot hold', () => {
  const root = parsedReport(madeTrial({ records: 3, text: ' <b> ]]> & "\' \0 \uD800 \u{1F600}' }));
  const failure = root.children[1]?.children[3]?.children[0];
  expect(failure?.text).toContain('output: yes. <b> ]]> & "\' ‹U+0000› ‹U+D800› \u{1F600}\n');
  expect(failure?.attributes.message).toBe('not the same text <b> ]]> & "\' \uFFFD \uFFFD \u{1F600}');
});
