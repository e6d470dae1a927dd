import { execFileSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SAMPLE_RECORDS } from '../../lib/dataset/sample-dataset.js';
import type { DatasetPlan, ExperimentPlan } from '../../lib/plan/plan.js';
import type { Provider } from '../../lib/plan/providers.js';
import type { SyntaxCheck } from '../../lib/python/syntax-check.js';
import { renderArtifact } from '../../lib/render/artifact.js';
import { shellQuote, summaryLines } from '../../lib/summary/summary.js';
import type { TaskCandidate } from '../../lib/task-discovery/find-task.js';
import type { SideEffect, SideEffectKind } from '../../lib/task-discovery/side-effects.js';
import { planOf, PULLED, purposeOf, TEMPLATES, wiredTask } from '../render/experiment-plan.js';

const SAMPLE: DatasetPlan = {
  source: 'sample',
  datasetName: 'bot-sample',
  description: 'Three questions',
  records: SAMPLE_RECORDS,
  input: { kind: 'any' },
  answer: { kind: 'text' },
};

const CSV: DatasetPlan = {
  source: 'csv',
  datasetName: 'qa',
  description: 'Records of qa.csv',
  csvPath: '/work/data/qa.csv',
  delimiter: ',',
  columns: { input: ['q'], expected: ['a', 'b'], metadata: [] },
  input: { kind: 'any' },
  answer: { kind: 'columns', columns: ['a', 'b'] },
};

interface Circumstances {
  readonly syntax?: SyntaxCheck;
  readonly workingFolder?: string;
  readonly colours?: boolean;
}

function summary(
  parts: Partial<ExperimentPlan>,
  { syntax = { status: 'pass' }, workingFolder = '/work', colours = false }: Circumstances = {},
) {
  const plan = planOf(parts);
  const { artifact, sections } = renderArtifact(plan, TEMPLATES);
  const lines = summaryLines({ plan, artifact, sections, syntax, workingFolder, colours });
  return { lines, source: artifact.text.split('\n') };
}

/** The lines below a heading, up to the next blank line. */
function below(lines: readonly string[], heading: string): readonly string[] {
  const start = lines.indexOf(heading) + 1;
  expect(start, heading).toBeGreaterThan(0);
  return lines.slice(start, lines.indexOf('', start));
}

describe('a script', () => {
  const { lines, source } = summary({ dataset: SAMPLE, jobs: 3 });
  const lineOf = (start: string) => source.findIndex((line) => line.startsWith(start)) + 1;

  it('is introduced by its format, path and lines', () => {
    expect(lines.slice(0, 4)).toEqual([
      '',
      'Generated SDK experiment: py',
      'Path: experiments/experiment.py',
      `Lines: ${source.length - 1}`,
    ]);
  });

  it('has its SDK calls listed with their real lines', () => {
    expect(below(lines, 'SDK calls used:')).toEqual([
      `  ✓ LLMObs.enable(...): line ${lineOf('LLMObs.enable(')}`,
      `  ✓ LLMObs.create_dataset(...): line ${lineOf('dataset = LLMObs.create_dataset(')}`,
      `  ✓ task_fn(input_data, config): line ${lineOf('def task_fn(')}`,
      `  ✓ 3 evaluators (style: function): line ${lineOf('def exact_match(')}`,
      `  ✓ LLMObs.experiment(...).run(jobs=3): line ${lineOf('results = experiment.run(')}`,
      '  ✓ Provenance (in config + tags): generated_by=claude-code, skill=llm-obs-experiment-py-bootstrap',
    ]);
  });

  it('is followed by what to install, to set, to run and to do', () => {
    expect(below(lines, 'Install:')).toEqual(['  pip install "ddtrace>=4.7" python-dotenv openai']);
    const variables = below(lines, 'Environment variables:');
    expect(variables.map((line) => /^ {2}export (\w+)=/.exec(line)?.[1])).toEqual([
      'DD_API_KEY',
      'DD_APPLICATION_KEY',
      'DD_SITE',
      'OPENAI_API_KEY',
    ]);
    expect(variables[3]).toContain('only while the placeholder task is kept');
    expect(below(lines, 'Run:')).toEqual(['  python experiments/experiment.py']);
    expect(below(lines, 'Next steps:')).toEqual([
      `  1. Replace the placeholder task with a call of your application (line ${lineOf('def task_fn(')}).`,
      `  2. Adjust the evaluators to what you want to know (line ${lineOf('def exact_match(')}).`,
      '  3. Try it offline, without a key: npx generator-llm-obs-experiment try experiments/experiment.py',
      '  4. Run it.',
      '  5. Watch it at https://app.datadoghq.com/llm/experiments',
    ]);
  });

  it('is plain where there are no colours, and says the same where there are', () => {
    const coloured = summary({ dataset: SAMPLE, jobs: 3 }, { colours: true }).lines;
    expect(lines.map(stripVTControlCharacters)).toEqual(lines);
    expect(coloured.map(stripVTControlCharacters)).toEqual(lines);
  });
});

it.each<[Partial<ExperimentPlan>, string[]]>([
  [
    { purpose: purposeOf('tool calls') },
    ['  export OPENAI_API_KEY="your OpenAI key"  # for the placeholder task and the judge, tool_calls'],
  ],
  [
    { purpose: purposeOf('regression'), providers: ['azure-openai', 'gemini'] },
    [
      '  export AZURE_OPENAI_API_KEY="your Azure OpenAI key"  # only while the placeholder task is kept',
      '  export AZURE_OPENAI_ENDPOINT="https://your-resource.openai.azure.com"  # only while the placeholder task is kept',
      '  export GOOGLE_API_KEY="your Gemini key"  # only while the placeholder task is kept',
    ],
  ],
  [
    { providers: ['anthropic', 'openai'], task: wiredTask({ surelyNeeded: ['openai'] }) },
    [
      '  export ANTHROPIC_API_KEY="your Anthropic key"  # for reply() where it asks Anthropic',
      '  export OPENAI_API_KEY="your OpenAI key"  # for reply()',
    ],
  ],
  [{ providers: ['ollama', 'litellm', 'unknown'] }, []],
])('names the purpose, and the keys that are needed: %j', (parts, variables) => {
  const { lines } = summary(parts);
  expect(lines[4]).toBe(`Purpose: ${(parts.purpose ?? purposeOf('accuracy')).text}`);
  expect(below(lines, 'Environment variables:').slice(3)).toEqual(variables);
});

it.each<[Partial<TaskCandidate>, Partial<ExperimentPlan>, string]>([
  [{ libraries: ['google.genai'] }, { providers: ['gemini'] }, ' google-genai'],
  [{ libraries: ['boto3'] }, { providers: ['bedrock'] }, ' boto3'],
  [{ libraries: ['anthropic'] }, { providers: ['bedrock'] }, ' "anthropic[bedrock]"'],
  [{ libraries: ['anthropic'] }, { providers: ['vertex'] }, ' "anthropic[vertex]"'],
  [{ libraries: ['litellm'] }, { providers: ['bedrock', 'litellm'] }, ' litellm boto3'],
  [{ libraries: ['langchain_aws'] }, { providers: ['bedrock'] }, ' langchain-aws'],
  [
    { libraries: ['mistralai'] },
    { providers: ['mistral'], purpose: purposeOf('retrieval') },
    ' mistralai openai',
  ],
  [{ libraries: ['anthropic'] }, { providers: ['anthropic'], purpose: purposeOf('retrieval') }, ' anthropic'],
  [{ libraries: ['swarm'] }, { providers: ['openai'] }, ''],
  [{ libraries: [] }, { providers: ['unknown'] }, ''],
])('names the packages that the task and the judge ask with: %j', (parts, plan, packages) => {
  const { lines } = summary({ ...plan, task: wiredTask(parts) });
  expect(below(lines, 'Install:')).toEqual([
    `  pip install "ddtrace>=4.7" python-dotenv${packages}`,
    '  and what else your app needs, into the same environment',
  ]);
});

it('counts a notebook in cells, and says how to open it', () => {
  const { lines } = summary({
    format: 'ipynb',
    output: '/work/experiments/experiment.ipynb',
    dataset: SAMPLE,
  });
  expect(lines.slice(1, 4)).toEqual([
    'Generated SDK experiment: ipynb',
    'Path: experiments/experiment.ipynb',
    'Cells: 16',
  ]);
  expect(below(lines, 'SDK calls used:').slice(0, 5)).toEqual([
    '  ✓ LLMObs.enable(...): cell 4',
    '  ✓ LLMObs.create_dataset(...): cell 6',
    '  ✓ task_fn(input_data, config): cell 8',
    '  ✓ 3 evaluators (style: function): cell 10',
    '  ✓ LLMObs.experiment(...).run(jobs=10): cell 14',
  ]);
  expect(below(lines, 'Install:')).toContain('  pip install notebook');
  expect(below(lines, 'Run:')).toEqual(['  jupyter notebook experiments/experiment.ipynb']);
});

it.each<[Partial<ExperimentPlan>, string, string]>([
  [{ dataset: PULLED }, 'LLMObs.pull_dataset(...)', '3 evaluators (style: function)'],
  [{ dataset: CSV }, 'LLMObs.create_dataset_from_csv(...)', '4 evaluators (style: function)'],
  [{ evaluatorStyle: 'class' }, 'LLMObs.pull_dataset(...)', '2 evaluators (style: class)'],
  [{ evaluatorStyle: 'remote' }, 'LLMObs.pull_dataset(...)', '1 evaluator (style: remote)'],
  [
    { evaluatorStyle: 'remote', remoteEvaluators: ['a', 'b', 'c'] },
    'LLMObs.pull_dataset(...)',
    '3 evaluators (style: remote)',
  ],
])('names the dataset call and counts the evaluators: %j', (parts, call, evaluators) => {
  const calls = below(summary(parts).lines, 'SDK calls used:').map((line) => line.replace(/: line \d+$/, ''));
  expect(calls).toContain(`  ✓ ${call}`);
  expect(calls).toContain(`  ✓ ${evaluators}`);
});

it.each<[SyntaxCheck, string[]]>([
  [{ status: 'pass' }, ['Syntax check: pass']],
  [{ status: 'skipped', reason: 'toolchain missing' }, ['Syntax check: skipped: toolchain missing']],
  [{ status: 'fail', details: 'line 3: a\nline 7: b' }, ['Syntax check: fail', '  line 3: a', '  line 7: b']],
])('says how the syntax check went: %j', (syntax, said) => {
  const text = summary({}, { syntax }).lines.join('\n');
  expect(text).toContain(`\n${said.join('\n')}\n\n`);
});

describe('next steps', () => {
  it('tell to create the judge only while it has no name', () => {
    const step = (named: boolean) =>
      below(summary({ evaluatorStyle: 'remote', remoteEvaluatorsAreNamed: named }).lines, 'Next steps:')[1];
    expect(step(false)).toMatch('2. Create the judge in Datadog');
    expect(step(true)).toMatch('2. Adjust the evaluators');
    const regression = { evaluatorStyle: 'remote', purpose: purposeOf('regression') } as const;
    expect(below(summary(regression).lines, 'Next steps:')[1]).toMatch('2. Adjust the evaluators');
  });

  it('tell that a CSV must stay, and what its clean copy is for', () => {
    const copied: DatasetPlan = {
      ...CSV,
      csvPath: '/work/experiments/experiment.dataset.csv',
      copyReasons: ['short rows', 'values to mask'],
    };
    const { lines } = summary({ dataset: copied });
    expect(lines).toContain(
      'Clean copy: experiments/experiment.dataset.csv (the source has short rows, values to mask)',
    );
    expect(below(lines, 'Next steps:')[2]).toMatch(
      /^ {2}3\. Keep \/work\/experiments\/experiment\.dataset\.csv in its place: .*teammate/,
    );
    expect(summary({ dataset: CSV }).lines.join('\n')).not.toContain('Clean copy');
    expect(summary({ dataset: SAMPLE }).lines.join('\n')).not.toContain('teammate');
  });

  it.each([
    ['py', 'Keep experiment.records.json beside the script, which reads it when it runs.'],
    [
      'ipynb',
      "Keep /work/experiments/experiment.records.json in its place: the file reads it when it runs, so it does not run on a teammate's machine as it is.",
    ],
  ] as const)('tell where the records are that stand beside the file: %s', (format, step) => {
    const dataset: DatasetPlan = {
      source: 'records-file',
      datasetName: 'chats',
      description: 'Records of chats.jsonl',
      recordsPath: '/work/experiments/experiment.records.json',
      recordCount: 100_000,
      input: { kind: 'text' },
      answer: { kind: 'text' },
    };
    const { lines } = summary({ format, dataset });
    expect(lines[4]).toBe('Records: experiments/experiment.records.json (100000 of them)');
    expect(below(lines, 'Next steps:')[2]).toBe(`  3. ${step}`);
    expect(lines.join('\n')).toContain('✓ LLMObs.create_dataset(...)');
  });

  it('end with the warnings of the run', () => {
    const { lines } = summary({ warnings: ['one thing', 'another'] });
    expect(below(lines, 'Next steps:').slice(-2)).toEqual(['  ! one thing', '  ! another']);
  });
});

describe('paths', () => {
  it.each([
    ['/work/experiments/experiment.py', '/work', 'experiments/experiment.py', 'experiments/experiment.py'],
    ['/work/experiment.py', '/work/experiments', '/work/experiment.py', '/work/experiment.py'],
    ['/work/my runs/it.py', '/work', 'my runs/it.py', `'my runs/it.py'`],
    [`/work/a'b"c.py`, '/work', `a'b"c.py`, `'a'\\''b"c.py'`],
    ['/work/<%= 6*7 %>/it.py', '/work', '<%= 6*7 %>/it.py', `'<%= 6*7 %>/it.py'`],
    ['/work/-x/it.py', '/work', '-x/it.py', './-x/it.py'],
    ['/work/-m $(id).py', '/work', '-m $(id).py', `'./-m $(id).py'`],
    ['/work/~/it.py', '/work', '~/it.py', `'~/it.py'`],
  ])('%s, seen from %s', (output, workingFolder, shown, quoted) => {
    const { lines } = summary({ output }, { workingFolder });
    expect(lines[2]).toBe(`Path: ${shown}`);
    expect(below(lines, 'Run:')).toEqual([`  python ${quoted}`]);
  });

  it.each([
    'plain/path-1_2.py',
    '',
    'with blanks',
    `a'b`,
    `''`,
    'a"b',
    '$(id)',
    '`id`',
    '${HOME}',
    '~root',
    '!!',
    'a;b&c|d>e<f(g)',
    '*?[x]{a,b}',
    '#x',
    'a\\b',
    'a\nb\n',
    '日本語 😀',
    '\u2028',
    '%s %d',
    '-n',
  ])('a shell reads %j back as it was', (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })).toBe(text);
  });
});

describe('what the called function does beside', () => {
  const effect = (kind: SideEffectKind, what: string, line: number, isOnce: boolean) => {
    return { kind, what, line, isOnce, file: 'chat.py' };
  };

  it.each<[string, readonly Provider[], SideEffect[], string[]]>([
    [
      'at each record, and once',
      ['openai'],
      [effect('environment', 'REGION', 4, false), effect('environment', 'MODE', 2, true)],
      [
        '  ! reply() reads environment variables at each record: REGION (chat.py:4)',
        '  ! reply() reads environment variables once, when it is loaded: MODE (chat.py:2)',
      ],
    ],
    [
      'by mail and by other programs',
      ['openai'],
      [effect('process', 'os.system', 5, false), effect('mail', 'smtplib.SMTP', 4, false)],
      [
        '  ! reply() sends e-mails at each record: smtplib.SMTP (chat.py:4)',
        '  ! reply() starts other programs at each record: os.system (chat.py:5)',
      ],
    ],
    [
      'and no key that section 1 asserts',
      ['openai', 'cohere'],
      ['OPENAI_API_KEY', 'COHERE_API_KEY', 'OPENAI_MODEL', 'DD_SITE'].map((name, index) =>
        effect('environment', name, index + 1, true),
      ),
      ['  ! reply() reads environment variables once, when it is loaded: OPENAI_MODEL (chat.py:3)'],
    ],
    [
      'nor what a comment of section 1 tells, nor what boto3 finds',
      ['ollama', 'bedrock'],
      ['OLLAMA_HOST', 'AWS_REGION', 'AWS_PROFILE', 'ANTHROPIC_API_KEY'].map((name, index) =>
        effect('environment', name, index + 1, false),
      ),
      ['  ! reply() reads environment variables at each record: ANTHROPIC_API_KEY (chat.py:4)'],
    ],
  ])('is told %s', (_, providers, sideEffects, expected) => {
    const task = wiredTask({ providers, sideEffects });
    const { lines } = summary({ task, providers });
    expect(lines.filter((line) => line.includes('reply() ') && line.includes('!'))).toEqual(expected);
  });
});
