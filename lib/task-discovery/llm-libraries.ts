/** Whose model answers, or through whose library. */
export type Provider =
  | 'openai'
  | 'azure-openai'
  | 'anthropic'
  | 'litellm'
  | 'langchain'
  | 'llama-index'
  | 'gemini'
  | 'vertex'
  | 'bedrock'
  | 'mistral'
  | 'cohere'
  | 'ollama'
  | 'huggingface'
  | 'unknown';

/**
 * How a library is called.
 *
 * - `client`: a client of a provider, whose calls are spelt out: `client.chat.completions.create`
 * - `framework`: models, chains, agents and engines among much else: only what is made of a model, or is named as one,
 *   answers
 * - `aws`: everything of AWS: only the clients of Bedrock count
 */
export type LibraryStyle = 'client' | 'framework' | 'aws';

export interface LlmLibrary {
  /** What is imported: `openai`, `google.genai`. */
  readonly name: string;
  readonly provider: Provider;
  readonly style: LibraryStyle;
}

type Ways = Omit<LlmLibrary, 'name'>;
const client = (provider: Provider): Ways => ({ provider, style: 'client' });
const framework = (provider: Provider): Ways => ({ provider, style: 'framework' });

/** By the name that is imported; what is below a name follows it unless it has an entry of its own. */
const WAYS: readonly (readonly [string, Ways])[] = [
  ['openai', client('openai')],
  ['langfuse.openai', client('openai')],
  ['anthropic', client('anthropic')],
  ['litellm', client('litellm')],
  ['google.generativeai', client('gemini')],
  ['google.genai', client('gemini')],
  ['vertexai', client('vertex')],
  ['google.cloud.aiplatform', client('vertex')],
  ['boto3', { provider: 'bedrock', style: 'aws' }],
  ['aioboto3', { provider: 'bedrock', style: 'aws' }],
  ['aiobotocore', { provider: 'bedrock', style: 'aws' }],
  ['botocore.session', { provider: 'bedrock', style: 'aws' }],
  ['mistralai', client('mistral')],
  ['cohere', client('cohere')],
  ['ollama', client('ollama')],
  ['huggingface_hub', client('huggingface')],
  ['transformers', framework('huggingface')],
  ['langchain', framework('langchain')],
  ['langchain_core', framework('langchain')],
  ['langchain_community', framework('langchain')],
  ['langchain_classic', framework('langchain')],
  ['langchain_experimental', framework('langchain')],
  ['langchain_openai', framework('openai')],
  ['langchain_anthropic', framework('anthropic')],
  ['langchain_google_genai', framework('gemini')],
  ['langchain_google_vertexai', framework('vertex')],
  ['langchain_aws', framework('bedrock')],
  ['langchain_mistralai', framework('mistral')],
  ['langchain_cohere', framework('cohere')],
  ['langchain_ollama', framework('ollama')],
  ['langchain_huggingface', framework('huggingface')],
  ['langchain_litellm', framework('litellm')],
  ['langchain_groq', framework('langchain')],
  ['langchain_deepseek', framework('langchain')],
  ['langchain_together', framework('langchain')],
  ['langchain_nvidia_ai_endpoints', framework('langchain')],
  ['langchain_ibm', framework('langchain')],
  ['langchain_fireworks', framework('langchain')],
  ['langchain_xai', framework('langchain')],
  ['langchain_openrouter', framework('langchain')],
  ['langgraph', framework('langchain')],
  ['langgraph_supervisor', framework('langchain')],
  ['langgraph_swarm', framework('langchain')],
  ['deepagents', framework('langchain')],
  ['llama_index', framework('llama-index')],
  ['gpt_index', framework('llama-index')],
  ['agents', framework('openai')],
  ['groq', client('unknown')],
  ['together', client('unknown')],
  ['fireworks', client('unknown')],
  ['replicate', client('unknown')],
  ['zhipuai', client('unknown')],
  ['dashscope', client('unknown')],
  ['xai_sdk', client('unknown')],
  ['aisuite', client('unknown')],
  ['any_llm', client('unknown')],
  ['cerebras', client('unknown')],
  ['portkey_ai', client('unknown')],
  ['ibm_watsonx_ai', client('unknown')],
  ['azure.ai.inference', client('unknown')],
  ['azure.ai.projects', client('unknown')],
  ['g4f', client('unknown')],
  ['llama_cpp', client('unknown')],
  ['gpt4all', client('unknown')],
  ['llama_stack_client', framework('unknown')],
  ['instructor', client('unknown')],
  ['prompty', client('unknown')],
  ['claude_agent_sdk', client('anthropic')],
  ['pydantic_ai', framework('unknown')],
  ['pydantic_graph', framework('unknown')],
  ['crewai', framework('unknown')],
  ['autogen', framework('unknown')],
  ['autogen_agentchat', framework('unknown')],
  ['autogen_ext', framework('unknown')],
  ['ag2', framework('unknown')],
  ['dspy', framework('unknown')],
  ['smolagents', framework('unknown')],
  ['haystack', framework('unknown')],
  ['haystack_integrations', framework('unknown')],
  ['semantic_kernel', framework('unknown')],
  ['agent_framework', framework('unknown')],
  ['strands', framework('unknown')],
  ['google.adk', framework('gemini')],
  ['agno', framework('unknown')],
  ['phi', framework('unknown')],
  ['mirascope', framework('unknown')],
  ['marvin', framework('unknown')],
  ['guidance', framework('unknown')],
  ['embedchain', framework('unknown')],
  ['swarm', framework('openai')],
  ['camel', framework('unknown')],
  ['atomic_agents', framework('unknown')],
  ['lightrag', framework('unknown')],
  ['nemoguardrails', framework('unknown')],
  ['vanna', framework('unknown')],
  ['pandasai', framework('unknown')],
];
const LIBRARIES: ReadonlyMap<string, LlmLibrary> = new Map(
  WAYS.map(([name, ways]) => [name, { name, ...ways }]),
);

/** Names that are a package's own folder more often than a library. */
export const HOMELY_NAMES: ReadonlySet<string> = new Set([
  'agents',
  'swarm',
  'camel',
  'phi',
  'fireworks',
  'guidance',
]);

/**
 * @param path of a module or of what is in it, with dots
 * @returns the library that it belongs to
 */
export function libraryOf(path: string): LlmLibrary | undefined {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const library = LIBRARIES.get(path.slice(0, end));
    if (library !== undefined) return library;
  }
  return undefined;
}

/** The first names of all of them, for a look at a file's bytes. */
export const LIBRARY_NAMES: readonly string[] = [
  ...new Set([...LIBRARIES.keys()].map((name) => name.split('.', 1)[0] ?? name)),
];

/** A class of a framework says in its name whose model it asks. Looked at in this order. */
const PROVIDERS_IN_NAMES: readonly (readonly [string, Provider])[] = [
  ['azure', 'azure-openai'],
  ['bedrock', 'bedrock'],
  ['litellm', 'litellm'],
  ['vertex', 'vertex'],
  ['anthropicvertex', 'anthropic'],
  ['googlegenerativeai', 'gemini'],
  ['googlegenai', 'gemini'],
  ['google-gla', 'gemini'],
  ['google_genai', 'gemini'],
  ['gemini', 'gemini'],
  ['anthropic', 'anthropic'],
  ['claude', 'anthropic'],
  ['mistral', 'mistral'],
  ['cohere', 'cohere'],
  ['ollama', 'ollama'],
  ['huggingface', 'huggingface'],
  ['openai', 'openai'],
  ['gpt-', 'openai'],
];

/** @param name of a class, or of a model (`openai:gpt-4o`) */
export function providerInName(name: string): Provider | undefined {
  const lower = name.toLowerCase();
  return PROVIDERS_IN_NAMES.find(([part]) => lower.includes(part))?.[1];
}

/** Methods that ask, on whatever is known to be a model, a chain, an agent or an engine. */
export const ASKING_METHODS: ReadonlySet<string> = new Set(
  (
    'invoke ainvoke stream astream astream_events astream_log batch abatch run arun predict apredict ' +
    'predict_messages apredict_messages call acall __call__ apply aapply generate agenerate complete acomplete ' +
    'generate_async stream_complete astream_complete chat achat stream_chat astream_chat query aquery synthesize asynthesize ' +
    'run_sync run_stream run_stream_sync run_stream_events run_streamed run_live run_async run_agent iter ' +
    'kickoff kickoff_async akickoff kickoff_for_each initiate_chat a_initiate_chat generate_reply ' +
    'a_generate_reply on_messages on_messages_stream forward acall ' +
    'generate_content generate_content_async generate_content_stream send_message send_message_async ' +
    'send_message_stream generate_text text_generation conversational question_answering summarization ' +
    'chat_completion chat_stream completion acompletion text_completion completions responses aresponses ' +
    'create_completion create_chat_completion complete_async stream_async invoke_model ' +
    'invoke_model_with_response_stream converse converse_stream invoke_agent invoke_inline_agent invoke_flow ' +
    'retrieve_and_generate retrieve_and_generate_stream invoke_async get_response get_chat_message_content ' +
    'get_chat_message_contents invoke_prompt predict_and_call structured_predict astructured_predict ' +
    'create_turn execute execute_async execute_sync print_response aprint_response ask prompt sample execute_task tool_runner ' +
    'predict_streaming chat_session receive_response process_chat'
  ).split(' '),
);

/** The calls of a provider's own client: the resource and the method. */
const RESOURCES = new Set([
  'completions',
  'ChatCompletion',
  'Completion',
  'responses',
  'messages',
  'runs',
  'agents',
]);
const RESOURCE_METHODS = new Set(
  (
    'create acreate parse stream create_and_poll create_and_stream create_and_run create_and_run_poll ' +
    'create_with_completion create_partial create_iterable tool_runner complete complete_async stream_async'
  ).split(' '),
);

/** What a client offers beside answers. */
const OTHER_RESOURCES = new Set(
  (
    'embeddings images audio moderations files models vector_stores batches fine_tuning uploads threads ' +
    'assistants transcriptions translations speech tokens caches tunings beta_embeddings classifiers ocr'
  ).split(' '),
);

/** @returns whether a path such as `openai.OpenAI.chat.completions.create`, of a client, asks a model */
export function asksModel(named: readonly string[], library: LlmLibrary): boolean {
  const path = withoutRaw(named);
  const method = path.at(-1) ?? '';
  const resource = path.at(-2) ?? '';
  if (RESOURCES.has(resource) && RESOURCE_METHODS.has(method))
    return resource !== 'agents' || library.provider === 'mistral';
  if (method.startsWith('generate_content')) return true;
  if (path.slice(1, -1).some((part) => OTHER_RESOURCES.has(part))) return false;
  if (method === 'create' || method === 'parse') return false;
  if (library.style === 'client' && library.provider === 'huggingface' && method === '__call__') return false;
  return ASKING_METHODS.has(method);
}

/** Clients give the HTTP response behind an answer through these: `client.messages.with_raw_response.create`. */
const RAW = new Set(['with_raw_response', 'with_streaming_response']);

function withoutRaw(path: readonly string[]): readonly string[] {
  return path.some((name) => RAW.has(name)) ? path.filter((name) => !RAW.has(name)) : path;
}

/** Calls that say by themselves what they are, whatever they are called on: the last names of the path. */
const SPEAKING_ENDS: readonly (readonly [readonly string[], Provider])[] = [
  [['completions', 'create'], 'openai'],
  [['completions', 'parse'], 'openai'],
  [['completions', 'stream'], 'openai'],
  [['responses', 'create'], 'openai'],
  [['responses', 'parse'], 'openai'],
  [['responses', 'stream'], 'openai'],
  [['ChatCompletion', 'create'], 'openai'],
  [['ChatCompletion', 'acreate'], 'openai'],
  [['Completion', 'create'], 'openai'],
  [['runs', 'create'], 'openai'],
  [['runs', 'create_and_poll'], 'openai'],
  [['generate_content'], 'gemini'],
  [['generate_content_async'], 'gemini'],
  [['generate_content_stream'], 'gemini'],
  [['invoke_model'], 'bedrock'],
  [['invoke_model_with_response_stream'], 'bedrock'],
  [['converse'], 'bedrock'],
  [['converse_stream'], 'bedrock'],
  [['retrieve_and_generate'], 'bedrock'],
  [['invoke_agent'], 'bedrock'],
  [['chat', 'complete'], 'mistral'],
  [['chat', 'complete_async'], 'mistral'],
  [['chat_completion'], 'huggingface'],
  [['messages', 'create'], 'anthropic'],
  [['messages', 'stream'], 'anthropic'],
];

/** @returns the provider whose client is called so */
export function providerOfSpeakingCall(named: readonly string[]): Provider | undefined {
  const path = withoutRaw(named);
  return SPEAKING_ENDS.find(([end]) =>
    end.every((name, index) => path[path.length - end.length + index] === name),
  )?.[1];
}

/** Addresses of services that are asked over plain HTTP. */
const SERVICES: readonly (readonly [string, Provider])[] = [
  ['openai.azure.com', 'azure-openai'],
  ['/openai/deployments/', 'azure-openai'],
  ['api.openai.com', 'openai'],
  ['anthropic.com', 'anthropic'],
  [':generateContent', 'gemini'],
  ['mistral.ai', 'mistral'],
  ['/api/chat', 'ollama'],
  ['/api/generate', 'ollama'],
];

export function providerOfAddress(address: string): Provider {
  return SERVICES.find(([part]) => address.includes(part))?.[1] ?? 'unknown';
}

/** What a framework calls the things that answer. */
const ANSWERING_PARTS = [
  'Chat',
  'LLM',
  'Llm',
  'OpenAI',
  'Anthropic',
  'Bedrock',
  'Gemini',
  'VertexAI',
  'GenAI',
  'GoogleGenerativeAI',
  'Mistral',
  'Cohere',
  'Ollama',
  'HuggingFaceEndpoint',
  'HuggingFaceHub',
  'HuggingFacePipeline',
  'ForCausalLM',
  'ForSeq2SeqLM',
  'ForConditionalGeneration',
  'Groq',
  'Chain',
  'QA',
  'Agent',
  'Runner',
  'StateGraph',
  'MessageGraph',
  'Crew',
  'Flow',
  'Swarm',
  'Team',
  'QueryEngine',
  'ChatEngine',
  'Predict',
  'ChainOfThought',
  'ReAct',
  'Generator',
  'Pipeline',
  'Completion',
  'Kernel',
  'Synthesizer',
  'Supervisor',
  'LlamaCpp',
];
const OTHER_PARTS = [
  'Embedding',
  'Message',
  'Prompt',
  'Parser',
  'Loader',
  'Reader',
  'Splitter',
  'History',
  'Memory',
  'Retriever',
  'Store',
  'Config',
  'Settings',
  'Saver',
  'Tool',
  'State',
  'Callback',
  'Handler',
  'Tokenizer',
  'Exception',
  'Error',
  'Document',
  'Ingestion',
  'Schema',
];

const MAKERS =
  /^(create|load|init|get|build|make)_(.*_)?(agent|chain|chat_model|executor|supervisor|swarm|graph|crew|synthesizer|deep_agent)$|^pipeline$|^as_(query|chat)_engine$/;

const ANSWERING_ENDS =
  /(?:Agent|AgentExecutor|Chain|Graph|Workflow|Task|QueryEngine|ChatEngine|Crew|WithMessageHistory|Program|LanguageModel|^Runnable|RunnableSequence|RunnableBinding(?:Base)?|RunnableSerializable|^llm)$/;

/** @param name of what a framework holds: `ChatOpenAI`, `create_react_agent`, `as_query_engine`, the `llm` of `Settings` */
export function isAnswering(name: string): boolean {
  if (MAKERS.test(name) || ANSWERING_ENDS.test(name)) return true;
  if (OTHER_PARTS.some((part) => name.includes(part))) return false;
  return ANSWERING_PARTS.some((part) => name.includes(part));
}

/**
 * The tasks of https://huggingface.co/docs/transformers/main_classes/pipelines, and their other names, that label or
 * measure what they are given.
 */
const LABELLING_TASKS =
  /^(?:(?:zero-shot-|image-|video-|audio-|token-|text-)*classification|ner|sentiment-analysis|feature-extraction|image-feature-extraction|fill-mask|(?:zero-shot-)?object-detection|image-segmentation|mask-generation|depth-estimation|keypoint-matching|automatic-speech-recognition|text-to-(?:audio|speech)|image-to-image)$/;

/** @returns whether a pipeline of Transformers for this task gives labels, numbers or sounds, and no text of a model */
export function isLabelling(task: string): boolean {
  return LABELLING_TASKS.test(task);
}

/** How people name what they ask, where nothing else tells what it is. */
export function isAnsweringName(name: string): boolean {
  return (
    NAMES_OF_WHAT_ANSWERS.has(name.toLowerCase().replace(/^_+/, '').split('_').at(-1) ?? '') ||
    NAMES_OF_WHAT_ANSWERS.has(name.toLowerCase().replace(/^_+/, ''))
  );
}

const NAMES_OF_WHAT_ANSWERS: ReadonlySet<string> = new Set(
  (
    'llm model chain agent executor engine query_engine chat_engine graph workflow conversation qa crew bot ' +
    'chatbot assistant runnable pipeline rag gpt claude gemini openai anthropic'
  ).split(' '),
);
