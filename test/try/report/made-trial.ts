import {
  TOOL,
  type EvaluatorTally,
  type EvaluatorTrial,
  type PassName,
  type RecordRun,
  type Score,
  type Trial,
  type TrialRecord,
} from '../../../lib/try/trial.js';

const CODE = `"""An experiment with three evaluators."""

import os

from ddtrace.llmobs import EvaluatorResult, LLMObs
from openai import OpenAI

client = OpenAI()

LLMObs.enable(
    api_key=os.environ["DD_API_KEY"],
    project_name="support",  # the project in Datadog
)


def task_fn(input_data, config):
    answer = client.chat.completions.create(
        model=config["model"],
        messages=[
            {"role": "system", "content": "Answer briefly."},
            {"role": "user", "content": input_data["question"]},
        ],
    )
    return answer.choices[0].message.content


def exact_match(input_data, output_data, expected_output):
    return output_data == expected_output


def response_well_formed(input_data, output_data, expected_output):
    passed = isinstance(output_data, str) and len(output_data) > 0
    return EvaluatorResult(value=passed, assessment="pass" if passed else "fail")


class Judge:
    """Asks a model of its own."""

    threshold = 0.5
`;

const QUESTIONS = [
  ["Which plan includes single sign-on? Answer with the plan's name.", 'Enterprise'],
  ['How many days does a refund take? Answer with the number.', '14'],
  ['Can I export my data as CSV, yes or no?', 'yes'],
  ['What is the largest upload in megabytes? Answer with the number.', '250'],
  ['Which region are backups kept in?', 'Frankfurt'],
  ['Who may invite a colleague?', 'Every administrator'],
] as const;

/** What a made-up trial is told to be unlike the usual one in. */
export interface TrialOptions {
  readonly records?: number;
  /** Stands behind every text that a dataset, an LLM or the user's file may hold. */
  readonly text?: string;
}

/**
 * A trial of a support team's experiment with right and with wrong answers: one evaluator tells them apart, one passes
 * everything, a judge was simulated; every third record fails in some way.
 */
export function madeTrial({ records: count = 6, text = '' }: TrialOptions = {}): Trial {
  const records = Array.from({ length: count }, (_, index) => madeRecord(index, text));
  const evaluators = ['exact_match', 'response_well_formed', 'answer_quality'].map(
    (name): EvaluatorTrial => ({
      name: `${name}${text}`,
      simulated: name === 'answer_quality',
      tallies: {
        expected: tallyOf(records, 'expected', `${name}${text}`),
        wrong: tallyOf(records, 'wrong', `${name}${text}`),
      },
      verdict: name === 'response_well_formed' ? 'passes everything' : 'tells them apart',
      advice:
        name === 'response_well_formed'
          ? `It passes right and wrong answers alike: compare the output with the expected one, or take it for a check of form.${text}`
          : '',
    }),
  );
  return {
    tool: TOOL,
    file: `experiments/support.py${text}`,
    format: 'script',
    code: `${CODE}${text}`,
    python: { executable: '/home/ada/.venv/bin/python', version: '3.13.1' },
    sdk: '4.13.0',
    experiment: {
      name: `support-answers${text}`,
      project: `support${text}`,
      dataset: `support-questions${text}`,
    },
    passes: (['expected', 'wrong'] as const).map((name) => ({
      name,
      seconds: 2.4,
      recordsRun: count,
      records: count,
      printed: `Running…\n${count} records\n${text}`,
    })),
    records,
    evaluators,
    faults: [],
    refused: [],
    warnings: [],
    seconds: 5.1,
    failures: [],
  };
}

function madeRecord(index: number, text: string): TrialRecord {
  const [question = '', expected = ''] = QUESTIONS[index % QUESTIONS.length] ?? [];
  const wrong = QUESTIONS[(index + 1) % QUESTIONS.length]?.[1] ?? '';
  const input = { question: `${question}${text}`, ticket: index + 1 };
  const failing = index % 3 === 2;
  return {
    index,
    input,
    expected: `${expected}${text}`,
    metadata: { topic: `billing${text}` },
    tags: [`topic:billing${text}`],
    runs: {
      expected: madeRun(question, failing ? `${expected}.` : expected, !failing, text),
      wrong: madeRun(question, wrong, false, text),
    },
  };
}

function madeRun(question: string, answer: string, right: boolean, text: string): RecordRun {
  const score = (passed: boolean, reasoning: string): Score => ({
    value: passed,
    assessment: passed ? 'pass' : 'fail',
    reasoning: `${reasoning}${text}`,
    passed,
  });
  return {
    output: `${answer}${text}`,
    scores: {
      [`exact_match${text}`]: score(right, right ? 'the same' : 'not the same text'),
      [`response_well_formed${text}`]: score(true, 'a text that is not empty'),
      [`answer_quality${text}`]: score(right, 'Simulated, no judge was asked.'),
    },
    requests: [
      {
        model: `gpt-4o-mini${text}`,
        messages: [
          { role: 'system', content: `Answer briefly.${text}` },
          { role: 'user', content: `${question}${text}` },
        ],
        answer: `${answer}${text}`,
      },
    ],
  };
}

function tallyOf(records: readonly TrialRecord[], pass: PassName, name: string): EvaluatorTally {
  const scores = records.map(({ runs }) => runs[pass]?.scores[name]);
  const passed = scores.filter((score) => score?.passed === true).length;
  return { passed, failed: records.length - passed, errors: 0, mean: passed / records.length };
}

/** The same trial on a day on which everything went wrong that can. */
export function troubledTrial(): Trial {
  const trial = madeTrial();
  const raised = { type: 'TypeError', message: "'NoneType' object is not subscriptable" };
  return {
    ...trial,
    passes: trial.passes.map((pass, index) =>
      index === 1
        ? { ...pass, recordsRun: 4, problem: 'The file ended with status 1: RuntimeError: out of quota' }
        : pass,
    ),
    records: trial.records.map((record) => {
      const { expected, wrong } = record.runs;
      if (expected === undefined || wrong === undefined) return record;
      if (record.index === 0) {
        return { ...record, runs: { expected: { ...expected, output: null, error: raised, scores: {} } } };
      }
      if (record.index !== 1) return record;
      const scores = { ...expected.scores, answer_quality: { value: null, error: raised } };
      return { ...record, runs: { expected: { ...expected, scores }, wrong } };
    }),
    evaluators: [
      ...trial.evaluators.slice(0, 2),
      {
        name: 'answer_quality',
        simulated: true,
        tallies: { expected: { passed: 3, failed: 1, errors: 1, mean: 0.75 } },
        verdict: 'errors',
        advice: 'It raised TypeError for record 2: look at what it does where there is no answer.',
      },
      {
        name: 'length',
        simulated: false,
        tallies: {
          expected: { passed: 0, failed: 0, errors: 0, mean: 9.5 },
          wrong: { passed: 0, failed: 0, errors: 0, mean: 9.2 },
        },
        verdict: 'not judged',
        advice: 'It gives a number alone: nothing says which number is good.',
      },
    ],
    faults: [
      {
        fault: '429',
        description: 'Too many requests, to be asked again after 1 s.',
        faults: 6,
        retries: 6,
        records: 6,
        recordsLost: 0,
        seconds: 7.25,
      },
      {
        fault: 'malformed JSON',
        description: 'The LLM answered half a JSON text.',
        faults: 6,
        retries: 0,
        records: 6,
        recordsLost: 6,
        seconds: 2.5,
        problem: 'The file ended with status 1: JSONDecodeError',
      },
    ],
    refused: [
      { destination: 'api.example.com:443', times: 12, place: 'experiments/support.py, line 17' },
      { destination: '192.0.2.1:80', times: 1 },
    ],
    warnings: ['The cell magic %%time was not executed.'],
    failures: ['1 of 6 records did not run.', 'An evaluator raised.'],
  };
}
