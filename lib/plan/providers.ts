import type { Provider as FoundProvider } from '../task-discovery/llm-libraries.js';

/** Libraries that ask whichever provider they are told to. */
const FRAMEWORKS = ['langchain', 'llama-index'] as const satisfies FoundProvider[];
type Framework = (typeof FRAMEWORKS)[number];

/** Whose LLM a task or a judge asks, as far as it decides on the keys that are needed. */
export type Provider = Exclude<FoundProvider, Framework>;

/** A variable that must be set; where there are several names, under any of them. */
export interface RequiredVariable {
  readonly names: readonly [string, ...string[]];
  /** What its value is, for a reader. */
  readonly value: string;
}

export interface ProviderNeeds {
  /** As people call it. */
  readonly name: string;
  readonly variables: readonly RequiredVariable[];
  /** Where there is nothing that could be asserted by its name: what to know in its place. */
  readonly comment?: string;
  /** What it reads where nothing has to be set. */
  readonly optional?: RegExp;
}

/**
 * What each provider's own library reads, by its documentation: openai (`OPENAI_API_KEY`; `AZURE_OPENAI_API_KEY` and
 * `AZURE_OPENAI_ENDPOINT` for `AzureOpenAI`), anthropic, google-genai (`GOOGLE_API_KEY` before `GEMINI_API_KEY`),
 * mistralai, cohere (`CO_API_KEY`; LangChain's has `COHERE_API_KEY`), huggingface_hub (`HF_TOKEN`, or who has logged
 * in). Of AWS, boto3 itself is asked: its region and credentials may come from elsewhere than the environment.
 */
export const PROVIDER_NEEDS: Readonly<Record<Provider, ProviderNeeds>> = {
  openai: { name: 'OpenAI', variables: [{ names: ['OPENAI_API_KEY'], value: 'your OpenAI key' }] },
  'azure-openai': {
    name: 'Azure OpenAI',
    variables: [
      { names: ['AZURE_OPENAI_API_KEY'], value: 'your Azure OpenAI key' },
      { names: ['AZURE_OPENAI_ENDPOINT'], value: 'https://your-resource.openai.azure.com' },
    ],
  },
  anthropic: {
    name: 'Anthropic',
    variables: [{ names: ['ANTHROPIC_API_KEY'], value: 'your Anthropic key' }],
  },
  gemini: {
    name: 'Gemini',
    variables: [{ names: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'], value: 'your Gemini key' }],
  },
  vertex: {
    name: 'Vertex AI',
    variables: [],
    comment: "Vertex AI takes no key: it needs Google's application default credentials, and a project.",
  },
  bedrock: { name: 'Bedrock', variables: [], optional: /^AWS_\w+$/ },
  mistral: { name: 'Mistral', variables: [{ names: ['MISTRAL_API_KEY'], value: 'your Mistral key' }] },
  cohere: {
    name: 'Cohere',
    variables: [{ names: ['CO_API_KEY', 'COHERE_API_KEY'], value: 'your Cohere key' }],
  },
  huggingface: {
    name: 'Hugging Face',
    variables: [],
    optional: /^HF_TOKEN$/,
    comment: 'Hugging Face takes HF_TOKEN, or the token of whoever has logged in on this machine.',
  },
  ollama: {
    name: 'Ollama',
    variables: [],
    optional: /^OLLAMA_HOST$/,
    comment: 'Ollama takes no key: it has to run, at OLLAMA_HOST or on this machine.',
  },
  litellm: {
    name: 'LiteLLM',
    variables: [],
    comment: "LiteLLM needs the key of the provider that the model's name leads to: set that one too.",
  },
  unknown: {
    name: 'an LLM that is not known',
    variables: [],
    comment: 'Which LLM the task asks is not known: set the keys that it needs too.',
  },
};

/**
 * @param found whose libraries a function of the app uses
 * @returns whose keys it needs: a framework has none of its own, and alone says nothing of whose it needs
 */
export function keyedProviders(found: readonly FoundProvider[]): readonly Provider[] {
  const keyed = found.filter((one): one is Provider => !FRAMEWORKS.some((framework) => framework === one));
  return keyed.length === 0 ? ['unknown'] : keyed;
}
