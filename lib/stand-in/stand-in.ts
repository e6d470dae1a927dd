import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answers } from './answer.js';
import { anthropicEndpoints } from './anthropic.js';
import { bedrockEndpoints } from './bedrock.js';
import { cohereEndpoints } from './cohere.js';
import { datadogRoutes } from './datadog.js';
import type { RecordToHandOut } from './dataset-record.js';
import { environmentFor } from './environment.js';
import { misfortunes, type Fault } from './faults.js';
import { geminiEndpoints } from './gemini.js';
import { knownRecordsOf } from './known-records.js';
import { llmRoutes } from './llm.js';
import { ollamaEndpoints } from './ollama.js';
import { openaiEndpoints } from './openai.js';
import type { Received } from './received.js';
import { Refusal } from './refusal.js';
import { parseBody, readBody, readHead } from './request.js';
import type { Reply, Route } from './route.js';

/** How a stand-in behaves; every part of it may be left out. */
export interface StandInOptions {
  /** How a question is answered: `expected` unless said. */
  readonly answers?: Answers;
  /** The records of a dataset that is pulled without having been created here: three samples unless said. */
  readonly records?: readonly RecordToHandOut[];
  /** For how many milliseconds each LLM's answer is held back, so that several overlap: 0 unless said. */
  readonly answerDelay?: number;
  /** What goes wrong: nothing unless said. */
  readonly fault?: Fault;
  /** For how many milliseconds an answer is held back where the fault is `slow`: 3000 unless said. */
  readonly slowness?: number;
}

/** A running stand-in, and everything that it has received. */
export interface StandIn extends Readonly<Received> {
  /** `http://127.0.0.1:` and the port. */
  readonly origin: string;
  /** @returns the variables that point an unmodified file here, with keys that mean nothing */
  environment(): Record<string, string>;
  /** Ends every connection, and stops listening. */
  close(): Promise<void>;
}

const LLM_ENDPOINTS = [
  ...openaiEndpoints,
  ...anthropicEndpoints,
  ...geminiEndpoints,
  ...bedrockEndpoints,
  ...cohereEndpoints,
  ...ollamaEndpoints,
];

const SAMPLE_RECORDS: readonly RecordToHandOut[] = [
  { input_data: { question: 'What is the capital of France?' }, expected_output: 'Paris' },
  { input_data: { question: 'Which planet is known as the Red Planet?' }, expected_output: 'Mars' },
  { input_data: { question: 'How many days does a leap year have?' }, expected_output: '366' },
];

/**
 * Starts a server on the loopback interface that a Datadog experiment can run against: it takes the place of
 * Datadog's API, of a Datadog agent and of the APIs of LLMs. Nothing leaves the machine.
 *
 * @param options how it behaves
 * @returns the running stand-in. What it receives is data: a request that makes no sense is answered with an
 * error status, and kept
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { answers = 'expected', records = SAMPLE_RECORDS, answerDelay = 0, fault, slowness = 3000 } = options;
  const received: Received = {
    requests: [],
    projects: [],
    datasets: [],
    pulls: [],
    experiments: [],
    completions: 0,
    judgeRequests: [],
    faults: 0,
    retries: 0,
    mostTasksAtOnce: 0,
  };
  const known = knownRecordsOf(received);
  const misfortune = misfortunes(fault, received);
  const routes = [
    ...datadogRoutes(received, known, records, misfortune),
    ...llmRoutes(LLM_ENDPOINTS, received, known, { answers, answerDelay, slowness, misfortune }),
  ];

  const server = createServer((incoming, outgoing) => {
    void replyTo(incoming, received, routes, origin).then((reply) => {
      send(outgoing, reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return Object.assign(received, {
    origin,
    environment: () => environmentFor(origin),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}

async function replyTo(
  incoming: IncomingMessage,
  received: Received,
  routes: readonly Route[],
  origin: string,
): Promise<Reply> {
  const request = readHead(incoming, origin);
  received.requests.push(request);
  try {
    const bytes = await readBody(incoming);
    request.body = parseBody(bytes, incoming.headers['content-type']);
    for (const { methods, path, reply } of routes) {
      const match = methods.includes(request.method) ? path.exec(request.path) : null;
      if (match !== null) return await reply({ ...request, bytes, parameters: match.groups ?? {} });
    }
    throw new Refusal(404, `nothing here answers ${request.method} ${request.path}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const status = error instanceof Refusal ? error.status : 500;
    // Datadog's clients look for `errors`, OpenAI's for `error`.
    return { status, body: { errors: [{ title: message }], error: { message, type: 'stand_in_error' } } };
  }
}

function send(outgoing: ServerResponse, reply: Reply): void {
  const contentType = 'body' in reply ? 'application/json' : reply.contentType;
  const parts = 'body' in reply ? [JSON.stringify(reply.body)] : reply.parts;
  if (reply.dropped === true && parts.length === 1) {
    outgoing.destroy();
    return;
  }
  const pieces = parts.map((part) => Buffer.from(part));
  const bytes = Buffer.concat(pieces);
  outgoing.writeHead(reply.status, {
    ...reply.headers,
    'content-type': contentType,
    // AWS says how long a body is, and the SDK's tracing of `invoke_model` relies on it.
    ...('body' in reply ? { 'content-length': bytes.length } : {}),
    // What is left of a body that was refused unread would be taken for the next request.
    ...(reply.status === 413 ? { connection: 'close' } : {}),
  });
  if (reply.dropped === true) {
    const half = Buffer.concat(pieces.slice(0, Math.ceil(pieces.length / 2)));
    outgoing.write(half, () => outgoing.destroy());
    return;
  }
  outgoing.end(bytes);
}
