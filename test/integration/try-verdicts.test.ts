import { describe, expect, it } from 'vitest';
import { folderWith } from './commands.js';
import { runTry, script, trialOf } from './trials.js';

/** Each evaluator with its verdict, and a part of the advice on it. */
interface Judged {
  readonly name: string;
  readonly code: string;
  readonly verdict: string;
  readonly advice: RegExp;
}

const returning = (name: string, value: string): string => `
def ${name}(input_data, output_data, expected_output):
    return ${value}
`;

const RIGHT = 'output_data == expected_output';

const FUNCTIONS: readonly Judged[] = [
  ['says_bool', RIGHT, 'tells them apart', /^$/],
  ['says_number', `1.0 if ${RIGHT} else 0.25`, 'tells them apart', /^$/],
  ['says_distance', `0 if ${RIGHT} else 7`, 'tells them apart', /^Wrong answers get the greater number/],
  ['says_category', `"good" if ${RIGHT} else "none"`, 'tells them apart', /^$/],
  [
    'says_result',
    `EvaluatorResult(value=0.5, reasoning="why", assessment="pass" if ${RIGHT} else "fail")`,
    'tells them apart',
    /^$/,
  ],
  ['always_passes', 'True', 'passes everything', /must look at expected_output/],
  ['always_fails', 'False', 'fails everything', /look at how it compares/],
  ['always_the_same', '0.5', 'mixes them up', /gives right and wrong answers the same score/],
  ['raises', 'input_data["answer"]', 'errors', /^It raised KeyError: 'answer'$/],
  ['says_nothing', 'None', 'errors', /^It returned None, which is no score: return a bool/],
  ['says_tuple', '(True, "fine")', 'errors', /^It returned \(true, 'fine'\), which is no score/],
  ['says_set', '{1}', 'errors', /^It returned \{1\}, which is no score/],
].map(([name, value, verdict, advice]) => ({
  name: name as string,
  code: returning(name as string, value as string),
  verdict: verdict as string,
  advice: advice as RegExp,
}));

const CLASSES: readonly Judged[] = [
  {
    name: 'good_class',
    code: `
class Good(BaseEvaluator):
    def evaluate(self, context):
        return context.output_data == context.expected_output

good_class = Good(name="good_class")
`,
    verdict: 'tells them apart',
    advice: /^$/,
  },
  {
    name: 'bad_class',
    code: `
class Bad(BaseEvaluator):
    def evaluate(self, context):
        return EvaluatorResult(value=True, assessment="pass")

bad_class = Bad(name="bad_class")
`,
    verdict: 'passes everything',
    advice: /would not notice a wrong answer/,
  },
];

const IMPORTS = 'from ddtrace.llmobs import BaseEvaluator, EvaluatorResult\n';

function fileWith(evaluators: readonly Judged[], imports = IMPORTS): string {
  const codes = evaluators.map(({ code }) => code).join('\n');
  const names = evaluators.map(({ name }) => name).join(', ');
  return script({ first: imports, evaluators: `${codes}\nevaluators = [${names}]\n` });
}

describe.concurrent.each(['oldest', 'newest'] as const)('on the %s SDK', (python) => {
  const all = [...FUNCTIONS, ...CLASSES];

  it('each evaluator gets its verdict', async () => {
    const folder = folderWith({ 'qa.py': fileWith(all) });
    const run = await runTry('qa.py', { folder, python });
    const { evaluators } = trialOf(run);
    expect(evaluators.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual(
      all.map(({ name, verdict }) => `${name}: ${verdict}`),
    );
    for (const { name, advice } of all) {
      expect(evaluators.find((one) => one.name === name)?.advice, name).toMatch(advice);
      expect(run.stdout).toMatch(new RegExp(`^ {2}${name} .* ${verdictOf(all, name)}$`, 'm'));
    }
    expect(evaluators.filter(({ simulated }) => simulated)).toEqual([]);
    expect(run.status).toBe(1);
    expect(run.stderr).toContain(
      'the evaluator raises erred 4 times; the evaluator says_nothing erred 4 times',
    );
  });

  it("the classic, a CSV's dict compared with a string, is told of by its column", async () => {
    const folder = folderWith({
      'capitals.csv': 'question,capital\nThe capital of France?,Paris\nThe capital of Italy?,Rome\n',
      'qa.py': script({
        dataset: `dataset = LLMObs.create_dataset_from_csv(
    csv_path="capitals.csv", dataset_name="capitals",
    input_data_columns=["question"], expected_output_columns=["capital"],
)
`,
        evaluators: `
${returning('wrong_way', 'output_data == expected_output')}
${returning('right_way', 'output_data == expected_output["capital"]')}
evaluators = [wrong_way, right_way]
`,
      }),
    });
    const run = await runTry('qa.py', { folder, python });
    expect(trialOf(run).evaluators).toMatchObject([
      { name: 'wrong_way', verdict: 'fails everything' },
      { name: 'right_way', verdict: 'tells them apart', advice: '' },
    ]);
    expect(run.stdout).toContain('compare with expected_output["capital"]');
    expect(run.status).toBe(0);
  });

  it('judges are simulated, and marked so', async () => {
    const judges = `
remote = RemoteEvaluator(
    eval_name="remote-judge",
    transform_fn=lambda context: {
        "span_input": context.input_data,
        "span_output": context.output_data,
        "meta": {"expected_output": context.expected_output},
    },
)
llm = LLMJudge(
    user_prompt="Is {{output_data}} the same as {{expected_output}}?",
    structured_output=BooleanStructuredOutput(description="the same", reasoning=True, pass_when=True),
    provider="openai",
    model="gpt-4o-mini",
    name="llm_judge",
)
${returning('my_llm_judge', RIGHT)}
evaluators = [remote, llm, my_llm_judge]
`;
    const first = 'from ddtrace.llmobs import BooleanStructuredOutput, LLMJudge, RemoteEvaluator\n';
    const folder = folderWith({ 'qa.py': script({ first, evaluators: judges }) });
    const run = await runTry('qa.py', { folder, python });
    expect(trialOf(run).evaluators).toMatchObject([
      { name: 'remote-judge', simulated: true, verdict: 'tells them apart' },
      { name: 'llm_judge', simulated: true, verdict: 'tells them apart' },
      { name: 'my_llm_judge', simulated: false, verdict: 'tells them apart' },
    ]);
    expect(run.stdout.match(/^.*\(simulated judge\)$/gm)).toHaveLength(2);
    expect(run.status).toBe(0);
  });

  it('--strict fails where nothing tells right from wrong, and not otherwise', async () => {
    const folder = folderWith({
      'blind.py': script({ evaluators: `${returning('blind', 'True')}\nevaluators = [blind]\n` }),
      'seeing.py': script(),
    });
    const [blind, seeing] = [
      await runTry('blind.py', { folder, python, flags: ['--strict'] }),
      await runTry('seeing.py', { folder, python, flags: ['--strict'] }),
    ];
    expect(blind.status).toBe(1);
    expect(blind.stderr).toContain('no evaluator tells right answers from wrong ones (--strict)');
    expect(seeing).toMatchObject({ status: 0 });
  });
});

function verdictOf(all: readonly Judged[], name: string): string {
  const verdict = all.find((one) => one.name === name)?.verdict ?? '';
  return `. ${verdict}`;
}
