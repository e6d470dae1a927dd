import { jsonRecords } from './made-data.mjs';

const EVALUATORS = ['exact_match', 'response_well_formed', 'answer_quality'];
const INSTRUCTIONS = 'Answer the question of a customer, briefly and to the point. '.repeat(6).trim();
/** As many lines as a generated file has, and its kind of text. */
const CODE =
  'def task_fn(input_data, config):\n    """Ask."""\n    return call(input_data["question"], 7)  # TODO\n\n';

/**
 * A trial of support chats with right and with wrong answers, in which a record in ten fails: the same in every run.
 *
 * @param {number} count of records
 * @returns {import('../lib/try/trial.js').Trial}
 */
export function madeTrial(count) {
  const dataset = JSON.parse([...jsonRecords(count, 0)].join(''));
  const records = dataset.map(({ input_data: input, expected_output: expected }, index) => {
    const wrong = dataset[(index + 1) % count].expected_output;
    const right = index % 10 === 9 ? `${textOf(expected)}.` : expected;
    return {
      index,
      input,
      expected,
      metadata: { conversation: index },
      tags: ['source:bench'],
      runs: { expected: run(input, right, index % 10 !== 9), wrong: run(input, wrong, false) },
    };
  });
  const failed = Math.floor(count / 10);
  return {
    file: 'experiment.py',
    format: 'script',
    code: CODE.repeat(75),
    python: { executable: 'python', version: '3.13.0' },
    sdk: '4.13.0',
    experiment: { name: 'bench', project: 'bench', dataset: 'chats' },
    passes: ['expected', 'wrong'].map((name) => ({
      name,
      seconds: 60,
      recordsRun: count,
      records: count,
      printed: '',
    })),
    records,
    evaluators: EVALUATORS.map((name) => ({
      name,
      simulated: name === 'answer_quality',
      tallies: {
        expected: { passed: count - failed, failed, errors: 0, mean: 0.9 },
        wrong: { passed: 0, failed: count, errors: 0, mean: 0 },
      },
      verdict: 'tells them apart',
      advice: '',
    })),
    faults: [],
    refused: [],
    warnings: [],
    seconds: 120,
    failures: [],
  };
}

function run(input, output, passed) {
  const score = { value: passed, assessment: passed ? 'pass' : 'fail', passed };
  return {
    output,
    scores: Object.fromEntries(
      EVALUATORS.map((name) => [
        name,
        { ...score, reasoning: `${name} ${passed ? 'holds' : 'does not hold'}` },
      ]),
    ),
    requests: [
      {
        model: 'gpt-4o-mini',
        messages: [
          { role: 'system', content: INSTRUCTIONS },
          { role: 'user', content: textOf(input) },
        ],
        answer: textOf(output),
      },
    ],
  };
}

function textOf(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
