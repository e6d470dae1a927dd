import type { ExperimentPlan } from '../plan/plan.js';
import { PROVIDER_NEEDS, type Provider, type RequiredVariable } from '../plan/providers.js';
import { evaluatorSet } from './evaluators.js';

/** Whose LLMs an experiment asks: the task's own, and the judge's. */
function providersOf(plan: ExperimentPlan): readonly Provider[] {
  const { judge } = evaluatorSet(plan);
  return [...new Set([...plan.providers, ...(judge === undefined ? [] : [judge.provider])])];
}

/** A variable of a provider's, and what asks that provider. */
export interface ProviderVariable extends RequiredVariable {
  readonly byTask: boolean;
  readonly byJudge: boolean;
}

/** The variables of an experiment's providers, beside those of Datadog. */
export function providerVariables(plan: ExperimentPlan): readonly ProviderVariable[] {
  const { judge } = evaluatorSet(plan);
  return providersOf(plan).flatMap((provider) =>
    PROVIDER_NEEDS[provider].variables.map((variable) => ({
      ...variable,
      byTask: plan.providers.includes(provider),
      byJudge: judge?.provider === provider,
    })),
  );
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
  const providers = providersOf(plan);
  const lines = providers.flatMap((provider) => {
    const { variables, comment } = PROVIDER_NEEDS[provider];
    return [
      ...(comment === undefined ? [] : [`# ${comment}`]),
      ...variables.map(assertion),
      ...(provider === 'bedrock' ? AWS_CHECKS : []),
    ];
  });
  return { lines, usesBoto3: providers.includes('bedrock') };
}

function assertion({ names }: RequiredVariable): string {
  const reads = names.map((name) => `os.getenv("${name}")`).join(' or ');
  return `assert ${reads}, f"${names.join(' or ')} is not set: {advice}"`;
}
