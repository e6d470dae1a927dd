import { formOf, pieces, textsOf } from './conversation.js';
import type { LlmEndpoint } from './llm.js';
import { array, object } from './refusal.js';
import { eventStream } from './route.js';

/** Cohere's chat, in both of its versions: https://docs.cohere.com/reference/chat and /reference/chat-v1 */
export const cohereEndpoints: readonly LlmEndpoint[] = [
  {
    path: /^\/v2\/chat$/,
    question: ({ json }) => ({ texts: textsOf(json.messages), form: formOf(schemaOf(json.response_format)) }),
    reply: (text, { json, number }) => {
      const id = `chat-${number}`;
      if (json.stream !== true) {
        const message = { role: 'assistant', content: [{ type: 'text', text }] };
        return { status: 200, body: { id, finish_reason: 'COMPLETE', message, usage: USAGE } };
      }
      const content = (value: object) => ({ index: 0, delta: { message: { content: value } } });
      const events = [
        { type: 'message-start', id, delta: { message: { role: 'assistant', content: [] } } },
        { type: 'content-start', ...content({ type: 'text', text: '' }) },
        ...pieces(text).map((piece) => ({ type: 'content-delta', ...content({ text: piece }) })),
        { type: 'content-end', index: 0 },
        { type: 'message-end', id, delta: { finish_reason: 'COMPLETE', usage: USAGE } },
      ];
      return eventStream(events.map((data) => ({ name: data.type, data })));
    },
    refusal,
  },
  {
    path: /^\/v1\/chat$/,
    question: ({ json }) => {
      const history = array(json.chat_history ?? [], 'chat_history').map((each) => object(each, 'a message'));
      const messages = [...history, { role: 'USER', message: json.message }];
      const texts = textsOf(
        messages.map(({ role, message }) => ({ role, content: message })),
        json.preamble,
      );
      return { texts, form: formOf(schemaOf(json.response_format)) };
    },
    reply: (text, { json, number }) => {
      const body = { text, generation_id: `chat-${number}`, finish_reason: 'COMPLETE', chat_history: [] };
      if (json.stream !== true) return { status: 200, body };
      const events = [
        { event_type: 'stream-start', generation_id: body.generation_id },
        ...pieces(text).map((piece) => ({ event_type: 'text-generation', text: piece })),
        { event_type: 'stream-end', finish_reason: 'COMPLETE', response: body },
      ];
      return {
        status: 200,
        contentType: 'application/stream+json',
        parts: events.map((event) => `${JSON.stringify(event)}\n`),
      };
    },
    refusal,
  },
];

const USAGE = { tokens: { input_tokens: 0, output_tokens: 0 } };

function schemaOf(format: unknown): unknown {
  const { json_schema: current, schema } = object(format ?? {}, 'response_format');
  return current ?? schema;
}

function refusal(status: 429 | 500) {
  return { body: { message: status === 429 ? 'trial token rate limit exceeded' : 'internal server error' } };
}
