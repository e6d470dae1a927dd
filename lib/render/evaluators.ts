import type { ExperimentPlan } from '../plan/plan.js';
import type { Provider } from '../plan/providers.js';
import type { EvaluationKind } from '../plan/purpose.js';
import { conversions, nearConversions } from './comparison.js';

/** An `LLMJudge`: what it is called, and whom it asks. */
export interface Judge {
  /** Of the variable and of the evaluator. */
  readonly name: string;
  readonly provider: Provider;
  /** As `LLMJudge` calls the provider: the docstring of `ddtrace/llmobs/_evaluators/llm_judge.py`. */
  readonly sdkProvider: string;
  readonly model: string;
  /** Whether the provider's library takes one: `Messages.create` of anthropic 2.12 has no such parameter any more. */
  readonly takesTemperature: boolean;
}

/** The evaluators of section 5, and what they take. */
export interface EvaluatorSet {
  /** As section 6 lists them. */
  readonly expressions: readonly string[];
  /** The parts of section 5, in order: names of templates without their endings. */
  readonly templates: readonly string[];
  /** How the line begins that the summary points at. */
  readonly first: string;
  /** What is imported from `ddtrace.llmobs`, and from `ddtrace.llmobs.evaluators`. */
  readonly imports: readonly string[];
  readonly builtIn: readonly string[];
  readonly usesDifflib: boolean;
  /** Functions that the comparisons call. */
  readonly conversions: readonly string[];
  /** Whether a check of the JSON shape is among them. */
  readonly checksShape: boolean;
  readonly judge: Judge | undefined;
  /** Whether judges that live in Datadog are among them. */
  readonly asksDatadog: boolean;
}

/** What each kind's judge is called; accuracy has a placeholder of one, and a regression needs none. */
const JUDGE_NAMES: Readonly<Partial<Record<EvaluationKind, string>>> = {
  'tool calls': 'tool_calls',
  'structured output': 'semantic_match',
  retrieval: 'groundedness',
};

/** Providers that `LLMJudge` can ask by a model's name alone, which is not the case where a name has a region in it. */
const JUDGES: readonly Omit<Judge, 'name'>[] = [
  { provider: 'openai', sdkProvider: 'openai', model: 'gpt-4o-mini', takesTemperature: true },
  { provider: 'azure-openai', sdkProvider: 'azure_openai', model: 'gpt-4o-mini', takesTemperature: true },
  { provider: 'anthropic', sdkProvider: 'anthropic', model: 'claude-haiku-4-5', takesTemperature: false },
];

/**
 * The judge of a plan, if it has one: it asks the task's own provider where the SDK can, so that no other key is
 * needed, and OpenAI otherwise.
 */
function judgeOf({ purpose, evaluatorStyle, providers }: ExperimentPlan): Judge | undefined {
  const name = JUDGE_NAMES[purpose.kind];
  if (name === undefined || evaluatorStyle === 'remote') return undefined;
  const judge = JUDGES.find(({ provider }) => providers.includes(provider)) ?? JUDGES[0];
  return judge && { name, ...judge };
}

/** How the form of an output is checked: the answers of the dataset say more than the purpose. */
function formOf({ purpose, dataset: { answer } }: ExperimentPlan): 'valid_json' | 'sql_statement' {
  const isStructured = ['structured', 'mixed', 'columns'].includes(answer.kind);
  return purpose.isSql && !isStructured ? 'sql_statement' : 'valid_json';
}

/** Picks the evaluators for a plan: its purpose decides on what is looked at, its style on how that is written. */
export function evaluatorSet(plan: ExperimentPlan): EvaluatorSet {
  const { evaluatorStyle: style, purpose, dataset, remoteEvaluators } = plan;
  const { kind } = purpose;
  const answer = dataset.answer.kind;
  const judge = judgeOf(plan);
  const form = kind === 'structured output' ? formOf(plan) : undefined;
  const isRegression = kind === 'regression';
  // A placeholder's name is none that somebody has a judge for, and a regression needs no judge.
  const hasRemote = style === 'remote' && (!isRegression || plan.remoteEvaluatorsAreNamed);
  const own = style === 'class' ? 'class' : 'function';
  const hasOwn = style !== 'remote' || (kind !== 'accuracy' && form === undefined);
  const checksShape =
    style === 'function' &&
    kind === 'accuracy' &&
    (answer === 'structured' || answer === 'mixed' || answer === 'columns');

  const ownExpressions = {
    function: [
      'exact_match',
      ...(kind === 'accuracy' ? ['response_well_formed'] : []),
      ...(checksShape ? ['json_shape'] : []),
      ...(kind === 'accuracy' ? ['answer_quality'] : []),
      ...(isRegression ? ['near_match'] : []),
    ],
    class: [
      'ExactMatch()',
      ...(kind === 'accuracy' ? ['AnswerQuality()'] : []),
      ...(isRegression ? ['NearMatch()'] : []),
    ],
  }[own];
  const remoteExpressions = remoteEvaluators.map((_, index) =>
    remoteEvaluators.length === 1 ? 'judge' : `judge_${index + 1}`,
  );
  const returnsResult = hasOwn && (own === 'class' || kind === 'accuracy' || isRegression);
  return {
    expressions: [
      ...(hasRemote ? remoteExpressions : []),
      ...(hasOwn ? ownExpressions : []),
      ...(form === undefined ? [] : [form]),
      ...(judge === undefined ? [] : [judge.name]),
    ],
    templates: [
      ...(hasRemote ? ['5-evaluators-remote'] : []),
      ...(hasOwn ? [`5-evaluators-${own}`] : []),
      ...(form === undefined ? [] : ['5-evaluators-form']),
      ...(judge === undefined ? [] : ['5-evaluators-judge']),
    ],
    first: hasRemote ? 'judge' : own === 'class' ? 'class ExactMatch(' : 'def exact_match(',
    imports: [
      ...(hasOwn && own === 'class' ? ['BaseEvaluator'] : []),
      ...(judge === undefined ? [] : ['BooleanStructuredOutput']),
      ...(hasRemote || (hasOwn && own === 'class') ? ['EvaluatorContext'] : []),
      ...(returnsResult ? ['EvaluatorResult'] : []),
      ...(judge === undefined ? [] : ['LLMJudge']),
      'LLMObs',
      ...(hasRemote ? ['RemoteEvaluator'] : []),
    ],
    builtIn: form === undefined ? [] : [form === 'sql_statement' ? 'RegexMatchEvaluator' : 'JSONEvaluator'],
    usesDifflib: isRegression,
    conversions: [
      ...(hasOwn ? conversions(dataset.answer) : []),
      ...(isRegression ? nearConversions(dataset.answer) : []),
    ],
    checksShape,
    judge,
    asksDatadog: hasRemote,
  };
}
