import { formOf, pieces, textsOf } from './conversation.js';
import type { LlmEndpoint, LlmRequest } from './llm.js';
import { object } from './refusal.js';
import { eventStream } from './route.js';

/** Anthropic's API: https://docs.claude.com/en/api/messages, and its streaming and errors. */
export const anthropicEndpoints: readonly LlmEndpoint[] = [
  {
    path: /^\/v1\/messages$/,
    question: ({ json }) => anthropicQuestion(json),
    reply: (text, request) =>
      request.json.stream === true
        ? eventStream(anthropicEvents(text, request).map((data) => ({ name: data.type, data })))
        : { status: 200, body: anthropicMessage(text, request) },
    refusal: (status) => {
      const error =
        status === 429
          ? {
              type: 'rate_limit_error',
              message: 'This request would exceed the rate limit of your organization',
            }
          : { type: 'api_error', message: 'Internal server error' };
      return { body: { type: 'error', error } };
    },
  },
];

/**
 * @param json a request's body, to Anthropic or to Claude on Bedrock
 * @returns what is asked. The schema stands in `output_config.format`, and stood in `output_format` before
 */
export function anthropicQuestion(json: LlmRequest['json']) {
  const format = json.output_format ?? object(json.output_config ?? {}, 'output_config').format;
  const { schema } = object(format ?? {}, "the output's format");
  return { texts: textsOf(json.messages, json.system), form: formOf(schema) };
}

/**
 * @param text the answer
 * @param request a request to Anthropic, or to Claude on Bedrock
 * @returns the message that answers it
 */
export function anthropicMessage(text: string, request: LlmRequest) {
  return { ...head(request), content: [{ type: 'text', text }], stop_reason: 'end_turn' };
}

/**
 * @param text the answer
 * @param request a request to Anthropic, or to Claude on Bedrock
 * @returns the events that bring the message
 */
export function anthropicEvents(
  text: string,
  request: LlmRequest,
): ({ type: string } & Record<string, unknown>)[] {
  return [
    { type: 'message_start', message: head(request) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces(text).map((piece) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: piece },
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 0 },
    },
    { type: 'message_stop' },
  ];
}

function head({ json, parameters, number }: LlmRequest) {
  return {
    id: `msg_${number}`,
    type: 'message',
    role: 'assistant',
    model: json.model ?? parameters.model,
    content: [] as object[],
    stop_reason: null as string | null,
    stop_sequence: null,
    usage: { input_tokens: 0, output_tokens: 0 },
  };
}
