import type { ExperimentPlan } from '../plan/plan.js';
import { packagesOf } from '../python/packages.js';
import { PROVIDER_NEEDS, type Provider, type RequiredVariable } from '../plan/providers.js';
import { evaluatorSet } from './evaluators.js';

/** Whose LLMs an experiment asks: the task's own, and the judge's. */
function providersOf(plan: ExperimentPlan): readonly Provider[] {
  const { judge } = evaluatorSet(plan);
  return [...new Set([...plan.providers, ...(judge === undefined ? [] : [judge.provider])])];
}

/** The providers that the task asks one of, as the app is set up: the source does not tell which. */
function choicesOf({ task, providers }: ExperimentPlan): readonly Provider[] {
  if (task.kind === 'placeholder' || providers.length === 1) return [];
  return providers.filter((one) => !task.called.surelyNeeded.includes(one));
}

/** A variable of a provider's, and what asks that provider. */
export interface ProviderVariable extends RequiredVariable {
  readonly byTask: boolean;
  readonly byJudge: boolean;
  /** Whose it is, where the task may ask another in its place. */
  readonly choice?: string;
}

/** The variables of an experiment's providers, beside those of Datadog. */
export function providerVariables(plan: ExperimentPlan): readonly ProviderVariable[] {
  const choices = choicesOf(plan);
  return providersOf(plan).flatMap((provider) => {
    const variables = variablesFor(provider, plan);
    const choice = PROVIDER_NEEDS[provider].name;
    return choices.includes(provider) ? variables.map((one) => ({ ...one, choice })) : variables;
  });
}

const OF_DATADOG = /^DD_(?:API_KEY|APP_KEY|APPLICATION_KEY|SITE)$/;

/** @returns whether section 1 or its providers' own libraries read a variable, so that nobody has to be told of it */
export function isReadBySection1(variable: string, plan: ExperimentPlan): boolean {
  return (
    OF_DATADOG.test(variable) ||
    providersOf(plan).some((provider) => PROVIDER_NEEDS[provider].optional?.test(variable)) ||
    providerVariables(plan).some(({ names }) => names.includes(variable))
  );
}

/** A provider's own variables, and those that the app reads for its clients in their place. */
function variablesFor(provider: Provider, plan: ExperimentPlan): readonly ProviderVariable[] {
  const settings = plan.task.kind === 'wired' ? plan.task.called.settings : [];
  const byJudge = evaluatorSet(plan).judge?.provider === provider;
  return PROVIDER_NEEDS[provider].variables.flatMap((variable, index) => {
    const what = index === 0 ? 'key' : 'endpoint';
    const known = settings.filter((one) => one.provider === provider && one.what === what);
    const readsOwn = known.length === 0 || known.some(({ from }) => from === 'default');
    const named = known.flatMap(({ from }) => (typeof from === 'string' ? [] : [from.variable]));
    const [name, ...others] = plan.providers.includes(provider)
      ? new Set([...(readsOwn ? variable.names : []), ...named])
      : [];
    const isShared = name !== undefined && [name, ...others].some((one) => variable.names.includes(one));
    const { value } = variable;
    return [
      ...(byJudge ? [{ ...variable, byTask: isShared, byJudge }] : []),
      ...(name === undefined || (byJudge && isShared)
        ? []
        : [{ names: [name, ...others] as const, value, byTask: true, byJudge: false }]),
    ];
  });
}

/** Modules that packages of several names bring, or none on PyPI: none of them is sure to be the app's. */
const UNSURE = new Set(['autogen', 'haystack_integrations', 'swarm']);

/** The packages that an experiment's LLMs are asked with, as pip takes them: the task's libraries, and the judge's. */
export function llmPackages(plan: ExperimentPlan): readonly string[] {
  const { judge } = evaluatorSet(plan);
  const providers = providersOf(plan);
  const libraries = plan.task.kind === 'placeholder' ? ['openai'] : plan.task.called.libraries;
  const packages = packagesOf([
    ...libraries.filter((name) => !UNSURE.has(name)),
    ...(judge === undefined ? [] : [judge.provider === 'anthropic' ? 'anthropic' : 'openai']),
  ]);
  const isBrought = packages.some((name) => ['boto3', 'aioboto3', 'langchain-aws'].includes(name));
  const needsBoto3 = providers.includes('bedrock') && !isBrought;
  const isClaudeOf = (provider: Provider): boolean =>
    providers.includes(provider) && libraries.length === 1 && libraries[0] === 'anthropic';
  if (isClaudeOf('bedrock')) return packages.map((name) => name.replace(/^anthropic$/, 'anthropic[bedrock]'));
  if (isClaudeOf('vertex')) return packages.map((name) => name.replace(/^anthropic$/, 'anthropic[vertex]'));
  return needsBoto3 ? [...packages, 'boto3'] : packages;
}

/** What section 1 says of the providers' keys, as Python: `advice` says where it looked for them. */
export interface ProviderChecks {
  readonly lines: readonly string[];
  readonly usesBoto3: boolean;
}

const AWS_CHECKS = [
  '# Keys, a profile, single sign-on or a role: boto3 looks where it always looks.',
  'aws = boto3.Session()',
  'assert aws.region_name or os.getenv("AWS_REGION"), f"AWS_REGION is not set, nor a region of AWS\'s own: {advice}"',
  'assert aws.get_credentials() or os.getenv("AWS_BEARER_TOKEN_BEDROCK"), f"boto3 finds no AWS credentials: {advice}"',
];

/** Writes an assertion for each key that the experiment needs, and a comment where no key can be named. */
export function providerChecks(plan: ExperimentPlan): ProviderChecks {
  const choices = choicesOf(plan);
  const isChoice = (provider: Provider): boolean => choices.includes(provider);
  const lines = providersOf(plan).flatMap((provider) => {
    const variables = variablesFor(provider, plan);
    if (isChoice(provider)) return variables.filter(({ byJudge }) => byJudge).map(assertion);
    const { comment } = PROVIDER_NEEDS[provider];
    return [
      ...(comment === undefined ? [] : [`# ${comment}`]),
      ...variables.map(assertion),
      ...(provider === 'bedrock' ? AWS_CHECKS : []),
    ];
  });
  return {
    lines: [...lines, ...choiceLines(choices, plan)],
    usesBoto3: providersOf(plan).some((provider) => provider === 'bedrock' && !isChoice(provider)),
  };
}

/** One key of several can be asserted only where each of the providers has one, and the judge needs none of them. */
function choiceLines(choices: readonly Provider[], plan: ExperimentPlan): string[] {
  if (choices.length === 0) return [];
  const keys = choices.map((provider) => variablesFor(provider, plan).find(({ byTask }) => byTask));
  const names = choices.map((provider) => PROVIDER_NEEDS[provider].name).join(' or ');
  const [first, ...others] = new Set(keys.flatMap((key) => key?.names ?? []));
  const known = [first, ...others].filter((one) => one !== undefined).join(' or ');
  if (choices.length < plan.providers.length) {
    const then = known === '' ? 'what that needs' : known;
    return [`# As the app is set up, the task may ask ${names} too: then ${then} has to be set.`];
  }
  const setUp = `# As the app is set up, the task asks ${names}.`;
  const isSure = keys.every((key) => key?.byJudge === false);
  if (isSure && first !== undefined) return [setUp, assertion({ names: [first, ...others] })];
  return [setUp, `# What the one that it asks needs has to be set${known === '' ? '' : `: ${known}`}.`];
}

function assertion({ names }: Pick<RequiredVariable, 'names'>): string {
  const reads = names.map((name) => `os.getenv("${name}")`).join(' or ');
  return `assert ${reads}, f"${names.join(' or ')} is not set: {advice}"`;
}
