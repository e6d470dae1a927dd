/** What stands in the place of every key. */
const KEY = 'stand-in';

/** An empty one is none, by the rules of Python's `urllib`, which `requests` and `httpx` follow. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/**
 * @param origin the stand-in's
 * @returns the variables that point an unmodified file at it, with keys that mean nothing. Each is read by the
 * library itself: `ddtrace`, `openai`, `anthropic`, `google-genai`, `botocore`, `ollama`, `cohere` and `litellm`.
 * `mistralai` reads no variable for its origin
 */
export function environmentFor(origin: string): Record<string, string> {
  return {
    DD_API_KEY: KEY,
    DD_APPLICATION_KEY: KEY,
    DD_APP_KEY: KEY,
    DD_LLMOBS_OVERRIDE_ORIGIN: origin,
    DD_TRACE_AGENT_URL: origin,
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
    DD_REMOTE_CONFIGURATION_ENABLED: 'false',

    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: `${origin}/v1`,
    // The name that OpenAI's library had before, which LangChain and LiteLLM read still.
    OPENAI_API_BASE: `${origin}/v1`,
    // With keys of both, `openai.chat` and its like would not know whether Azure's or OpenAI's is meant.
    OPENAI_API_TYPE: 'openai',
    OPENAI_API_VERSION: '2024-10-21',
    AZURE_OPENAI_API_KEY: KEY,
    AZURE_OPENAI_ENDPOINT: origin,
    AZURE_OPENAI_API_VERSION: '2024-10-21',

    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: origin,
    ANTHROPIC_BEDROCK_BASE_URL: origin,

    GOOGLE_API_KEY: KEY,
    GEMINI_API_KEY: KEY,
    GOOGLE_GEMINI_BASE_URL: origin,
    GOOGLE_VERTEX_BASE_URL: origin,

    AWS_ACCESS_KEY_ID: KEY,
    AWS_SECRET_ACCESS_KEY: KEY,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: origin,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    AWS_EC2_METADATA_DISABLED: 'true',

    OLLAMA_HOST: origin,
    CO_API_KEY: KEY,
    COHERE_API_KEY: KEY,
    CO_API_URL: origin,
    MISTRAL_API_KEY: KEY,

    // LiteLLM has names of its own.
    AZURE_API_KEY: KEY,
    AZURE_API_BASE: origin,
    AZURE_API_VERSION: '2024-10-21',
    ANTHROPIC_API_BASE: origin,
    GEMINI_API_BASE: origin,
    MISTRAL_API_BASE: `${origin}/v1`,
    OLLAMA_API_BASE: origin,
    AWS_BEDROCK_RUNTIME_ENDPOINT: origin,

    ...Object.fromEntries(PROXIES.flatMap((name) => [name, name.toLowerCase()]).map((name) => [name, ''])),
    // Without variables, Python asks macOS and Windows for a proxy.
    NO_PROXY: '*',
    no_proxy: '*',
  };
}
