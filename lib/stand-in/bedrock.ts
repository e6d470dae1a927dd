import { EventStreamCodec } from '@smithy/eventstream-codec';
import { anthropicEvents, anthropicMessage, anthropicQuestion } from './anthropic.js';
import { formOf, pieces, textOf, textsOf, type Question } from './conversation.js';
import type { LlmEndpoint, LlmRequest } from './llm.js';
import { object, Refusal } from './refusal.js';
import type { Reply } from './route.js';

/** Bedrock's runtime: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
export const bedrockEndpoints: readonly LlmEndpoint[] = [
  {
    path: /^\/model\/(?<model>[^/]+)\/converse$/,
    question: converseQuestion,
    reply: (text) => ({
      status: 200,
      body: {
        output: { message: { role: 'assistant', content: [{ text }] } },
        stopReason: 'end_turn',
        usage: USAGE,
        metrics: { latencyMs: 0 },
      },
    }),
    refusal,
  },
  {
    path: /^\/model\/(?<model>[^/]+)\/converse-stream$/,
    question: converseQuestion,
    reply: (text) =>
      awsEventStream([
        ['messageStart', { role: 'assistant' }],
        ...pieces(text).map((piece): AwsEvent => [
          'contentBlockDelta',
          { contentBlockIndex: 0, delta: { text: piece } },
        ]),
        ['contentBlockStop', { contentBlockIndex: 0 }],
        ['messageStop', { stopReason: 'end_turn' }],
        ['metadata', { usage: USAGE, metrics: { latencyMs: 0 } }],
      ]),
    refusal,
  },
  {
    path: /^\/model\/(?<model>[^/]+)\/invoke$/,
    question: (request) => modelFamily(request).question(request),
    reply: (text, request) => ({ status: 200, body: modelFamily(request).whole(text, request) }),
    refusal,
  },
  {
    path: /^\/model\/(?<model>[^/]+)\/invoke-with-response-stream$/,
    question: (request) => modelFamily(request).question(request),
    reply: (text, request) =>
      awsEventStream(
        modelFamily(request)
          .streamed(text, request)
          .map((event) => ['chunk', { bytes: Buffer.from(JSON.stringify(event)).toString('base64') }]),
      ),
    refusal,
  },
];

const USAGE = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

function converseQuestion({ json }: LlmRequest): Question {
  const { textFormat } = object(json.outputConfig ?? {}, 'outputConfig');
  const { structure } = object(textFormat ?? {}, 'textFormat');
  const { jsonSchema } = object(structure ?? {}, 'structure');
  const { name, schema } = object(jsonSchema ?? {}, 'jsonSchema');
  return { texts: textsOf(json.messages, json.system), form: formOf(parsedSchema(schema), name) };
}

/** Converse takes the schema as text. */
function parsedSchema(schema: unknown): unknown {
  if (typeof schema !== 'string') return schema;
  try {
    return JSON.parse(schema);
  } catch {
    throw new Refusal(400, 'the schema is not JSON');
  }
}

/** How the models of one maker word what `invoke` carries. */
interface ModelFamily {
  /** Whether a body is worded so. */
  readonly words: (json: LlmRequest['json']) => boolean;
  readonly question: (request: LlmRequest) => Question;
  readonly whole: (text: string, request: LlmRequest) => object;
  readonly streamed: (text: string, request: LlmRequest) => readonly object[];
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html, the last for whatever else has a prompt */
const MODEL_FAMILIES: readonly ModelFamily[] = [
  {
    words: (json) => 'anthropic_version' in json,
    question: ({ json }) => anthropicQuestion(json),
    whole: anthropicMessage,
    streamed: anthropicEvents,
  },
  {
    // Amazon Nova
    words: (json) => 'messages' in json,
    question: converseQuestion,
    whole: (text) => ({
      output: { message: { role: 'assistant', content: [{ text }] } },
      stopReason: 'end_turn',
      usage: USAGE,
    }),
    streamed: (text) => [
      { messageStart: { role: 'assistant' } },
      ...pieces(text).map((piece) => ({
        contentBlockDelta: { contentBlockIndex: 0, delta: { text: piece } },
      })),
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: 'end_turn' } },
    ],
  },
  {
    // Amazon Titan
    words: (json) => 'inputText' in json,
    question: ({ json }) => ({ texts: [textOf(json.inputText)] }),
    whole: (outputText) => ({
      inputTextTokenCount: 0,
      results: [{ tokenCount: 0, outputText, completionReason: 'FINISH' }],
    }),
    streamed: (text) => pieces(text).map((outputText, index) => ({ index, outputText })),
  },
  {
    // Meta Llama reads `generation`, Mistral `outputs`, Cohere `generations`.
    words: (json) => 'prompt' in json,
    question: ({ json }) => ({ texts: [textOf(json.prompt)] }),
    whole: promptAnswer,
    streamed: (text) => pieces(text).map(promptAnswer),
  },
];

function promptAnswer(text: string): object {
  return {
    generation: text,
    stop_reason: 'stop',
    outputs: [{ text, stop_reason: 'stop' }],
    generations: [{ text, finish_reason: 'COMPLETE' }],
  };
}

function modelFamily({ json }: LlmRequest): ModelFamily {
  const family = MODEL_FAMILIES.find(({ words }) => words(json));
  if (family === undefined) throw new Refusal(400, 'the body is worded for no known model');
  return family;
}

function refusal(status: 429 | 500) {
  return status === 429
    ? { headers: { 'x-amzn-errortype': 'ThrottlingException' }, body: { message: 'Too many requests' } }
    : {
        headers: { 'x-amzn-errortype': 'InternalServerException' },
        body: { message: 'Internal server error' },
      };
}

type AwsEvent = [name: string, body: object];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html describes the frames. */
function awsEventStream(events: readonly AwsEvent[]): Reply {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
    (text) => Buffer.from(text, 'utf8'),
  );
  const header = (value: string) => ({ type: 'string' as const, value });
  return {
    status: 200,
    contentType: 'application/vnd.amazon.eventstream',
    parts: events.map(([name, body]) =>
      codec.encode({
        headers: {
          ':message-type': header('event'),
          ':event-type': header(name),
          ':content-type': header('application/json'),
        },
        body: Buffer.from(JSON.stringify(body)),
      }),
    ),
  };
}
