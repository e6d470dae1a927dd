import { formOf, pieces, textsOf } from './conversation.js';
import type { LlmEndpoint, LlmRequest } from './llm.js';
import { string } from './refusal.js';
import type { Reply } from './route.js';

/** Ollama's API, which streams unless told otherwise: https://github.com/ollama/ollama/blob/main/docs/api.md */
export const ollamaEndpoints: readonly LlmEndpoint[] = [
  {
    path: /^\/api\/chat$/,
    question: ({ json }) => ({ texts: textsOf(json.messages), form: formOf(json.format) }),
    reply: (text, request) =>
      answered(text, request, (content) => ({ message: { role: 'assistant', content } })),
    refusal,
  },
  {
    path: /^\/api\/generate$/,
    question: ({ json }) => ({
      texts: [string(json.system ?? '', 'system'), string(json.prompt, 'prompt')],
      form: formOf(json.format),
    }),
    reply: (text, request) => answered(text, request, (response) => ({ response })),
    refusal,
  },
];

function answered(text: string, { json }: LlmRequest, say: (piece: string) => object): Reply {
  const part = (piece: string, done: boolean) => ({
    model: json.model,
    created_at: '1970-01-01T00:00:00Z',
    ...say(piece),
    done,
    ...(done ? { done_reason: 'stop', total_duration: 0, prompt_eval_count: 0, eval_count: 0 } : {}),
  });
  if (json.stream === false) return { status: 200, body: part(text, true) };
  const parts = [...pieces(text).map((piece) => part(piece, false)), part('', true)];
  return {
    status: 200,
    contentType: 'application/x-ndjson',
    parts: parts.map((each) => `${JSON.stringify(each)}\n`),
  };
}

function refusal(status: 429 | 500) {
  return {
    body: {
      error: status === 429 ? 'too many requests' : 'an error was encountered while running the model',
    },
  };
}
