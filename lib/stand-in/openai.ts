import { formOf, pieces, textOf, textsOf } from './conversation.js';
import { embedding } from './embeddings.js';
import type { LlmEndpoint, LlmRequest } from './llm.js';
import { array, object, Refusal } from './refusal.js';
import { eventStream, type Reply } from './route.js';

/** What OpenAI says with a status: https://platform.openai.com/docs/guides/error-codes */
function refusal(status: 429 | 500) {
  const error =
    status === 429
      ? { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' }
      : {
          message: 'The server had an error while processing your request',
          type: 'server_error',
          code: null,
        };
  return { body: { error: { ...error, param: null } } };
}

/**
 * OpenAI's API below `/v1`, and Azure's paths of it below `/openai`. Mistral's API has the path and the form of the
 * chat as well:
 *
 * - https://platform.openai.com/docs/api-reference
 * - https://learn.microsoft.com/azure/ai-foundry/openai/reference
 * - https://docs.mistral.ai/api
 */
export const openaiEndpoints: readonly LlmEndpoint[] = [
  {
    path: endpoint('chat/completions'),
    question: ({ json }) => {
      const { json_schema: stated } = object(json.response_format ?? {}, 'response_format');
      const { schema, name } = object(stated ?? {}, 'json_schema');
      return { texts: textsOf(json.messages), form: formOf(schema, name) };
    },
    reply: (text, request) => {
      const head = { id: `chatcmpl-${request.number}`, created: 0, model: modelOf(request) };
      if (request.json.stream === true) return chatStream(head, text, request);
      const message = { role: 'assistant', content: text, refusal: null };
      const choice = { index: 0, message, logprobs: null, finish_reason: 'stop' };
      return { status: 200, body: { ...head, object: 'chat.completion', choices: [choice], usage: USAGE } };
    },
    refusal,
  },
  {
    path: endpoint('responses'),
    question: ({ json }) => {
      const { schema, name } = object(object(json.text ?? {}, 'text').format ?? {}, 'text.format');
      const input = typeof json.input === 'string' ? [{ role: 'user', content: json.input }] : json.input;
      return { texts: textsOf(input, json.instructions), form: formOf(schema, name) };
    },
    reply: response,
    refusal,
  },
  {
    path: endpoint('completions'),
    question: ({ json }) => ({ texts: [textOf(json.prompt)] }),
    reply: (text, request) => {
      const head = {
        id: `cmpl-${request.number}`,
        object: 'text_completion',
        created: 0,
        model: modelOf(request),
      };
      const part = (piece: string, finish_reason: string | null) => ({
        ...head,
        choices: [{ index: 0, text: piece, logprobs: null, finish_reason }],
      });
      if (request.json.stream !== true) return { status: 200, body: { ...part(text, 'stop'), usage: USAGE } };
      const parts = [...pieces(text).map((piece) => part(piece, null)), part('', 'stop'), '[DONE]'];
      return eventStream(parts.map((data) => ({ data })));
    },
    refusal,
  },
  {
    path: endpoint('embeddings'),
    question: ({ json }) => ({ texts: inputsOf(json.input) }),
    reply: (_, request) => ({
      status: 200,
      body: {
        object: 'list',
        model: modelOf(request),
        data: inputsOf(request.json.input).map((text, index) => ({
          object: 'embedding',
          index,
          embedding: embeddingOf(text, request.json),
        })),
        usage: { prompt_tokens: 0, total_tokens: 0 },
      },
    }),
    refusal,
  },
];

const USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

function endpoint(name: string): RegExp {
  return new RegExp(`^/(?:openai/deployments/(?<model>[^/]+)|(?:openai/)?v1|openai)/${name}$`);
}

function modelOf({ json, parameters }: LlmRequest): unknown {
  return json.model ?? parameters.model;
}

function chatStream(head: object, text: string, { json }: LlmRequest): Reply {
  const chunk = (delta: object, finish_reason: string | null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
  });
  const { include_usage: withUsage } = object(json.stream_options ?? {}, 'stream_options');
  const chunks = [
    chunk({ role: 'assistant', content: '' }, null),
    ...pieces(text).map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    ...(withUsage === true ? [{ ...chunk({}, null), choices: [], usage: USAGE }] : []),
    '[DONE]',
  ];
  return eventStream(chunks.map((data) => ({ data })));
}

/** https://platform.openai.com/docs/api-reference/responses, and its streaming events */
function response(text: string, request: LlmRequest): Reply {
  const part = { type: 'output_text', text, annotations: [], logprobs: [] };
  const message = { id: `msg_${request.number}`, type: 'message', role: 'assistant' };
  const done = { ...message, status: 'completed', content: [part] };
  const head = {
    id: `resp_${request.number}`,
    object: 'response',
    created_at: 0,
    model: modelOf(request),
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
  };
  const usage = {
    input_tokens: 0,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 0,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 0,
  };
  const whole = { ...head, status: 'completed', output: [done], usage };
  if (request.json.stream !== true) return { status: 200, body: whole };

  const started = { ...head, status: 'in_progress', output: [], usage: null };
  const at = { item_id: message.id, output_index: 0, content_index: 0 };
  const events = [
    { type: 'response.created', response: started },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...message, status: 'in_progress', content: [] },
    },
    { type: 'response.content_part.added', ...at, part: { ...part, text: '' } },
    ...pieces(text).map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part },
    { type: 'response.output_item.done', output_index: 0, item: done },
    { type: 'response.completed', response: whole },
  ];
  return eventStream(
    events.map((event, sequence_number) => ({ name: event.type, data: { ...event, sequence_number } })),
  );
}

/** A text, texts, or tokens in the place of either. */
function inputsOf(input: unknown): string[] {
  if (typeof input === 'string') return [input];
  const inputs = array(input, 'input');
  if (inputs.every((each) => typeof each === 'number')) return [inputs.join(' ')];
  return inputs.map((each) => (typeof each === 'string' ? each : array(each, 'an input').join(' ')));
}

/** OpenAI's clients ask for the numbers as 32-bit floats in base64, lowest byte first. */
function embeddingOf(text: string, { dimensions, encoding_format: format }: LlmRequest['json']): unknown {
  if (
    dimensions !== undefined &&
    !(Number.isInteger(dimensions) && Number(dimensions) > 0 && Number(dimensions) <= 65_536)
  ) {
    throw new Refusal(400, 'dimensions is no number of dimensions');
  }
  const vector = embedding(text, dimensions as number | undefined);
  return format === 'base64' ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector;
}
