import { describe, expect, it } from 'vitest';
import type { ExperimentPlan } from '../../lib/plan/plan.js';
import type { Provider } from '../../lib/plan/providers.js';
import type { EvaluationKind } from '../../lib/plan/purpose.js';
import { askMachinePython } from '../python/machine-python.js';
import type { ClientSetting } from '../../lib/task-discovery/client-settings.js';
import { planOf, purposeOf, sectionCode, wiredTask } from './experiment-plan.js';

/** Runs section 1 in a made-up folder, with stand-ins for what it imports. */
const RUN = `
import json, os, pathlib, sys, tempfile, types

def parse(path):
    if not os.path.isfile(path):
        return {}
    lines = open(path, encoding="utf-8").read().split("\\n")
    return dict(line.split("=", 1) for line in lines if "=" in line)

def load_dotenv(path):
    for name, value in parse(path).items():
        os.environ.setdefault(name, value)

class Session:
    region_name = None
    def get_credentials(self):
        return os.environ.get("SIMULATED_PROFILE")

class Anything(types.ModuleType):
    def __getattr__(self, name):
        return type(name, (), {})

for name in ("ddtrace", "ddtrace.llmobs", "ddtrace.llmobs.evaluators", "openai"):
    sys.modules[name] = Anything(name)
sys.modules["dotenv"] = types.ModuleType("dotenv")
sys.modules["dotenv"].load_dotenv = load_dotenv
sys.modules["boto3"] = types.ModuleType("boto3")
sys.modules["boto3"].Session = Session

answers = []
for case in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        for file, text in case["files"].items():
            path = pathlib.Path(root, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        os.environ.clear()
        os.environ.update(case["shell"], HOME=os.path.join(root, "home"))
        folder = os.path.join(root, case["folder"])
        os.makedirs(folder, exist_ok=True)
        os.chdir(folder)
        scope = {"__name__": "__main__"}
        if case["script"] is not None:
            scope["__file__"] = os.path.join(root, case["script"])
            os.makedirs(os.path.dirname(scope["__file__"]), exist_ok=True)
        try:
            exec(compile(case["code"], "section 1", "exec"), scope)
            answer = {"keys": [scope["DD_API_KEY"], scope["DD_APPLICATION_KEY"]]}
        except AssertionError as error:
            answer = {"refused": str(error).replace(root, "")}
        answer["other"] = os.environ.get("OTHER")
        answers.append(answer)
        os.chdir("/")
json.dump(answers, sys.stdout)
`;

interface Case {
  readonly shell?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Where it is run, and where the script is, below a folder of its own; null in a notebook. */
  readonly folder?: string;
  readonly script?: string | null;
  readonly plan?: Partial<ExperimentPlan>;
}

interface Answer {
  readonly keys?: readonly string[];
  readonly refused?: string;
  readonly other: string | null;
}

const KEYS = { DD_API_KEY: 'a', DD_APPLICATION_KEY: 'b' };

function run({ shell = {}, files = {}, folder = 'work', script = 'app/x/it.py', plan = {} }: Case): Answer {
  const code = sectionCode(planOf({ providers: ['ollama'], ...plan }), 1);
  const [answer] = askMachinePython(RUN, [{ code, shell, files, folder, script }]) as Answer[];
  return answer ?? { other: null };
}

describe('where keys come from', () => {
  const everywhere = {
    'app/named.env': 'OTHER=named',
    'app/.env': 'OTHER=own',
    '.env': 'OTHER=above both',
    'work/.env': 'OTHER=working folder',
    'home/.datadog/credentials': 'OTHER=credentials',
  };
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(everywhere).filter(([name]) => !names.includes(name)));

  it.each<[string, Case, string | null]>([
    ['the shell', { shell: { ...KEYS, OTHER: 'shell' }, files: everywhere }, 'shell'],
    ['--env-file', { shell: KEYS, files: everywhere }, 'named'],
    ['the nearest .env above the file', { shell: KEYS, files: without('app/named.env') }, 'own'],
    ['the next one above it', { shell: KEYS, files: without('app/named.env', 'app/.env') }, 'above both'],
    [
      'the nearest .env above the working folder',
      { shell: KEYS, files: without('app/named.env', 'app/.env', '.env') },
      'working folder',
    ],
    [
      "Datadog's own file",
      { shell: KEYS, files: without('app/named.env', 'app/.env', '.env', 'work/.env') },
      'credentials',
    ],
    ['nothing', { shell: KEYS }, null],
    [
      'the working folder, for a notebook',
      { shell: KEYS, files: { 'work/.env': 'OTHER=w', 'app/.env': 'OTHER=own' }, script: null },
      'w',
    ],
    [
      '--env-file of a notebook in its folder',
      { shell: KEYS, files: { 'named.env': 'OTHER=named', 'work/.env': 'OTHER=w' }, script: null },
      'named',
    ],
    [
      'the first of two that are named',
      { shell: KEYS, files: { 'app/named.env': 'OTHER=1', 'app/second.env': 'OTHER=2' } },
      '1',
    ],
  ])('%s', (_title, one, other) => {
    expect(run({ ...one, plan: { envFiles: ['../named.env', '../second.env'] } })).toEqual({
      keys: ['a', 'b'],
      other,
    });
  });

  it('takes DD_APP_KEY for the application key, the first that sets either', () => {
    const keysOf = (shell: Record<string, string>, files: Record<string, string>) =>
      run({ shell: { DD_API_KEY: 'a', ...shell }, files }).keys?.[1];
    expect(keysOf({ DD_APP_KEY: 'shell' }, { '.env': 'DD_APPLICATION_KEY=file' })).toBe('shell');
    expect(keysOf({}, { 'app/.env': 'DD_APP_KEY=own', 'work/.env': 'DD_APPLICATION_KEY=work' })).toBe('own');
    expect(keysOf({ DD_APP_KEY: 'one', DD_APPLICATION_KEY: 'two' }, {})).toBe('two');
  });

  it('says where it looked', () => {
    const { refused } = run({ files: { '.env': '' }, plan: { envFiles: ['../named.env', '/etc/it.env'] } });
    expect(refused).toBe(
      'DD_API_KEY is not set: export it, or put it into a .env file (looked in the environment, ' +
        '/app/x/../named.env, /etc/it.env, /.env, /home/.datadog/credentials)',
    );
    expect(run({ shell: { DD_API_KEY: 'a' } }).refused).toMatch('DD_APPLICATION_KEY is not set: ');
  });
});

/** The names that section 1 asserts beside Datadog's, those of one assertion joined. */
function assertedIn(code: string): string[] {
  return Array.from(code.matchAll(/^assert (os\.getenv\(.*?), f"/gm), ([, reads = '']) =>
    reads.replace(/os\.getenv\("(\w+)"\)/g, '$1'),
  );
}

describe('the keys of a provider', () => {
  it.each<[readonly Provider[], Record<string, string>, RegExp | undefined]>([
    [['openai'], {}, /^OPENAI_API_KEY is not set: .*looked in/],
    [['openai'], { OPENAI_API_KEY: 'x' }, undefined],
    [['anthropic'], { OPENAI_API_KEY: 'x' }, /^ANTHROPIC_API_KEY is not set/],
    [['anthropic'], { ANTHROPIC_API_KEY: 'x' }, undefined],
    [['azure-openai'], { AZURE_OPENAI_API_KEY: 'x' }, /^AZURE_OPENAI_ENDPOINT is not set/],
    [['azure-openai'], { AZURE_OPENAI_ENDPOINT: 'x' }, /^AZURE_OPENAI_API_KEY is not set/],
    [['azure-openai'], { AZURE_OPENAI_API_KEY: 'x', AZURE_OPENAI_ENDPOINT: 'x' }, undefined],
    [['gemini'], {}, /^GOOGLE_API_KEY or GEMINI_API_KEY is not set/],
    [['gemini'], { GOOGLE_API_KEY: 'x' }, undefined],
    [['gemini'], { GEMINI_API_KEY: 'x' }, undefined],
    [['bedrock'], { SIMULATED_PROFILE: 'x' }, /^AWS_REGION is not set/],
    [['bedrock'], { AWS_REGION: 'eu-west-1' }, /^boto3 finds no AWS credentials/],
    [['bedrock'], { AWS_REGION: 'eu-west-1', SIMULATED_PROFILE: 'x' }, undefined],
    [['bedrock'], { AWS_REGION: 'eu-west-1', AWS_BEARER_TOKEN_BEDROCK: 'x' }, undefined],
    [['mistral'], {}, /^MISTRAL_API_KEY is not set/],
    [['cohere'], {}, /^CO_API_KEY or COHERE_API_KEY is not set/],
    [['cohere'], { COHERE_API_KEY: 'x' }, undefined],
    [['openai', 'anthropic'], { OPENAI_API_KEY: 'x' }, /^ANTHROPIC_API_KEY is not set/],
    [['ollama'], {}, undefined],
    [['vertex'], {}, undefined],
    [['huggingface'], {}, undefined],
    [['litellm'], {}, undefined],
    [['unknown'], {}, undefined],
  ])('%s with %j', (providers, shell, refused) => {
    const answer = run({ shell: { ...KEYS, ...shell }, plan: { providers } });
    if (refused === undefined) expect(answer.keys).toEqual(['a', 'b']);
    else expect(answer.refused).toMatch(refused);
  });

  it.each<[Provider, RegExp]>([
    ['litellm', /^# LiteLLM needs the key of the provider that the model's name leads to/m],
    ['unknown', /^# Which LLM the task asks is not known/m],
  ])('of %s are a comment, never an invented name', (provider, comment) => {
    const code = sectionCode(planOf({ providers: [provider] }), 1);
    expect(code).toMatch(comment);
    expect(code.match(/^assert .*$/gm)).toHaveLength(2);
  });

  it.each<[ClientSetting['from'][], boolean, string[]]>([
    [['default'], false, ['OPENAI_API_KEY']],
    [['given'], false, []],
    [[{ variable: 'DEEPSEEK_API_KEY' }], false, ['DEEPSEEK_API_KEY']],
    [[{ variable: 'OPENAI_API_KEY' }, 'default'], false, ['OPENAI_API_KEY']],
    [[{ variable: 'DEEPSEEK_API_KEY' }, 'default'], false, ['OPENAI_API_KEY or DEEPSEEK_API_KEY']],
    [[{ variable: 'DEEPSEEK_API_KEY' }], true, ['OPENAI_API_KEY', 'DEEPSEEK_API_KEY']],
    [[{ variable: 'DEEPSEEK_API_KEY' }, 'default'], true, ['OPENAI_API_KEY']],
  ])('are those that the app reads: %j', (origins, isJudged, asserted) => {
    const settings = origins.map((from) => ({ provider: 'openai' as const, what: 'key' as const, from }));
    const purpose = purposeOf(isJudged ? 'retrieval' : 'accuracy');
    const code = sectionCode(planOf({ purpose, task: wiredTask({ settings }) }), 1);
    expect(assertedIn(code)).toEqual(asserted);
  });

  it.each<[Provider[], Provider[], EvaluationKind, string[], RegExp | undefined]>([
    [
      ['anthropic', 'openai'],
      ['anthropic', 'openai'],
      'accuracy',
      ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY'],
      undefined,
    ],
    [
      ['anthropic', 'openai'],
      [],
      'accuracy',
      ['ANTHROPIC_API_KEY or OPENAI_API_KEY'],
      /^# .* asks Anthropic or OpenAI\.$/m,
    ],
    [
      ['azure-openai', 'gemini'],
      [],
      'accuracy',
      ['AZURE_OPENAI_API_KEY or GOOGLE_API_KEY or GEMINI_API_KEY'],
      /Azure OpenAI or Gemini\.$/m,
    ],
    [
      ['ollama', 'openai'],
      [],
      'accuracy',
      [],
      /asks Ollama or OpenAI\.\n# .* has to be set: OPENAI_API_KEY\.$/m,
    ],
    [['bedrock', 'ollama'], [], 'accuracy', [], /asks Bedrock or Ollama\.\n# .* has to be set\.$/m],
    [
      ['anthropic', 'openai'],
      ['openai'],
      'accuracy',
      ['OPENAI_API_KEY'],
      /may ask Anthropic too: then ANTHROPIC_API_KEY has to be set\.$/m,
    ],
    [
      ['anthropic', 'openai'],
      [],
      'retrieval',
      ['OPENAI_API_KEY'],
      /asks Anthropic or OpenAI\.\n# .* has to be set: ANTHROPIC_API_KEY or OPENAI_API_KEY\.$/m,
    ],
  ])('of %j, %j of them asked for sure, for %s: %j', (providers, surelyNeeded, kind, asserted, comment) => {
    const task = wiredTask({ providers, surelyNeeded });
    const code = sectionCode(planOf({ purpose: purposeOf(kind), providers, task }), 1);
    expect(assertedIn(code)).toEqual(asserted);
    expect(code).not.toContain('import boto3');
    if (comment === undefined) expect(code).not.toContain('As the app is set up');
    else expect(code).toMatch(comment);
  });

  it('are one of those that the app reads, where the judge has another of the same provider', () => {
    const settings = (['anthropic', 'openai'] as const).map((provider) => ({
      provider,
      what: 'key' as const,
      from: { variable: `SHOP_${provider.toUpperCase()}` },
    }));
    const providers: Provider[] = ['anthropic', 'openai'];
    const task = wiredTask({ providers, surelyNeeded: [], settings });
    const code = sectionCode(planOf({ purpose: purposeOf('retrieval'), providers, task }), 1);
    expect(assertedIn(code)).toEqual(['OPENAI_API_KEY', 'SHOP_ANTHROPIC or SHOP_OPENAI']);
  });

  const judged: readonly EvaluationKind[] = ['tool calls', 'structured output', 'retrieval'];

  it.each(judged.flatMap((kind) => (['function', 'class'] as const).map((style) => [kind, style] as const)))(
    "are asserted for the judge of %s too: its provider is the task's where the SDK can ask it, in style %s",
    (kind, evaluatorStyle) => {
      const of = (...providers: Provider[]) => {
        const plan = planOf({ providers, evaluatorStyle, purpose: purposeOf(kind) });
        const [, provider] = /^ {4}provider="(\w+)",$/m.exec(sectionCode(plan, 5)) ?? [];
        const asserted = Array.from(
          sectionCode(plan, 1).matchAll(/^assert os\.getenv\("(\w+)"\)/gm),
          ([, name]) => name,
        );
        return { provider, asserted };
      };
      expect(of('openai')).toEqual({ provider: 'openai', asserted: ['OPENAI_API_KEY'] });
      expect(of('anthropic')).toEqual({ provider: 'anthropic', asserted: ['ANTHROPIC_API_KEY'] });
      expect(of('azure-openai')).toEqual({
        provider: 'azure_openai',
        asserted: ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT'],
      });
      expect(of('mistral')).toEqual({ provider: 'openai', asserted: ['MISTRAL_API_KEY', 'OPENAI_API_KEY'] });
      expect(of('unknown')).toEqual({ provider: 'openai', asserted: ['OPENAI_API_KEY'] });
    },
  );

  it.each<[EvaluationKind, ExperimentPlan['evaluatorStyle']]>([
    ['accuracy', 'function'],
    ['regression', 'function'],
    ['regression', 'class'],
    ['retrieval', 'remote'],
  ])('are not asserted where there is no judge that needs one: %s, %s', (kind, evaluatorStyle) => {
    const plan = planOf({ providers: ['ollama'], evaluatorStyle, purpose: purposeOf(kind) });
    expect(sectionCode(plan, 1)).not.toContain('OPENAI_API_KEY');
    expect(sectionCode(plan, 5)).not.toContain('LLMJudge(');
  });
});
