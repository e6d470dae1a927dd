import { formOf, pieces, textOf, textsOf } from './conversation.js';
import type { LlmEndpoint, LlmRequest } from './llm.js';
import { array, object } from './refusal.js';
import { eventStream, type Reply } from './route.js';

/**
 * Gemini's API, of Google AI Studio and of Vertex, whose paths differ in what stands before the model:
 *
 * - https://ai.google.dev/api/generate-content
 * - https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
 */
export const geminiEndpoints: readonly LlmEndpoint[] = [
  {
    path: /^\/v1(?:beta1?)?\/(?:projects\/[^/]+\/locations\/[^/]+\/)?(?:publishers\/[^/]+\/)?(?:models|tunedModels|endpoints)\/(?<model>[^/:]+)(?::|%3A)(?<method>generateContent|streamGenerateContent)$/,
    question: ({ json }) => {
      const { parts } = object(json.systemInstruction ?? json.system_instruction ?? {}, 'systemInstruction');
      const contents = array(json.contents, 'contents').map((each) => object(each, 'a content'));
      const messages = contents.map(({ role, parts: content }) => ({ role, content }));
      const settings = object(json.generationConfig ?? json.generation_config ?? {}, 'generationConfig');
      const schema =
        settings.responseSchema ??
        settings.responseJsonSchema ??
        settings.response_schema ??
        settings.response_json_schema;
      return { texts: textsOf(messages, textOf(parts)), form: formOf(schema) };
    },
    reply: (text, request) => {
      if (request.parameters.method !== 'streamGenerateContent') {
        return { status: 200, body: generated(text, request, 'STOP') };
      }
      return streamed(
        [
          ...pieces(text).map((piece) => generated(piece, request, undefined)),
          generated('', request, 'STOP'),
        ],
        request,
      );
    },
    refusal: (status) => {
      const error =
        status === 429
          ? {
              code: 429,
              message: 'Resource has been exhausted (e.g. check quota).',
              status: 'RESOURCE_EXHAUSTED',
            }
          : { code: 500, message: 'An internal error has occurred.', status: 'INTERNAL' };
      return { body: { error } };
    },
  },
];

function generated(text: string, { parameters, number }: LlmRequest, finishReason: string | undefined) {
  return {
    candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, finishReason }],
    usageMetadata: { promptTokenCount: 0, candidatesTokenCount: 0, totalTokenCount: 0 },
    modelVersion: parameters.model,
    responseId: `response-${number}`,
  };
}

/** Without `alt=sse` a stream is one JSON array, which comes piece by piece. */
function streamed(parts: readonly object[], { query }: LlmRequest): Reply {
  if (query.alt === 'sse') return eventStream(parts.map((data) => ({ data })));
  const lines = parts.map((part, index) => `${index === 0 ? '[' : ','}${JSON.stringify(part)}\r\n`);
  return { status: 200, contentType: 'application/json', parts: [...lines, ']'] };
}
