import { setTimeout as wait } from 'node:timers/promises';
import { answer, type Answers } from './answer.js';
import type { Question } from './conversation.js';
import type { Misfortune, Service } from './faults.js';
import type { KnownRecords } from './known-records.js';
import { givenAnswers, isJudges, judgeAsked } from './llm-judge.js';
import type { Received } from './received.js';
import { object } from './refusal.js';
import type { Reply, Route, RoutedRequest } from './route.js';
import { structuredAnswer } from './structured-answer.js';

/** A request to an LLM whose body is read. */
export interface LlmRequest extends RoutedRequest {
  readonly json: Readonly<Record<string, unknown>>;
  /** A number of its own. */
  readonly number: number;
}

/** A kind of request to an LLM: how a provider words the question, the answer and a refusal. */
export interface LlmEndpoint {
  /** Its group `model`, where it has one, names the model; otherwise the body's member does. */
  readonly path: RegExp;
  readonly question: (request: LlmRequest) => Question;
  readonly reply: (text: string, request: LlmRequest) => Reply;
  /** The headers and the body that come with a status. */
  readonly refusal: (status: 429 | 500) => {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

/** How an LLM behaves. */
export interface LlmBehaviour {
  readonly answers: Answers;
  /** For how many milliseconds each answer is held back. */
  readonly answerDelay: number;
  /** For how many milliseconds one is held back where the fault is to be slow. */
  readonly slowness: number;
  readonly misfortune: (service: Service, text: string) => Misfortune | undefined;
}

/**
 * @param endpoints the kinds of requests
 * @param received where what comes in is counted
 * @param known what is known of the records in it
 * @param behaviour how the LLM behaves
 * @returns the routes of the endpoints: whichever the provider is, a question gets the same answer
 */
export function llmRoutes(
  endpoints: readonly LlmEndpoint[],
  received: Received,
  known: () => KnownRecords,
  { answers, answerDelay, slowness, misfortune }: LlmBehaviour,
): Route[] {
  const given = givenAnswers();
  let underWay = 0;
  let requests = 0;

  function answerTo(question: Question, request: LlmRequest): string {
    const { texts, form } = question;
    if (form !== undefined && isJudges(form)) {
      const { text, passed, reasoning } = judgeAsked(question, form, known(), given);
      const model = request.parameters.model ?? String(request.json.model);
      received.judgeRequests.push({ model, prompt: texts.join('\n'), passed, reasoning });
      return text;
    }
    const { text, record } = answer(answers, texts, known());
    if (record !== undefined) given.add(record, text);
    received.completions += 1;
    return form === undefined ? text : structuredAnswer(form.schema, text);
  }

  /** Not referenced: an answer that nobody waits for any more does not keep the process alive. */
  async function holdBack(milliseconds: number): Promise<void> {
    underWay += 1;
    received.mostTasksAtOnce = Math.max(received.mostTasksAtOnce, underWay);
    try {
      await wait(milliseconds, undefined, { ref: false });
    } finally {
      underWay -= 1;
    }
  }

  return endpoints.map(({ path, question, reply, refusal }) => ({
    methods: ['POST'],
    path,
    reply: async (routed) => {
      requests += 1;
      const request = { ...routed, json: object(routed.body, 'the body'), number: requests };
      const asked = question(request);
      const befalls = misfortune('llm', JSON.stringify([asked.texts, asked.form]));
      await holdBack(answerDelay + (befalls?.does === 'delay' ? slowness : 0));
      if (befalls?.does === 'refuse') {
        const { headers, body } = refusal(befalls.status);
        return { status: befalls.status, headers: { ...befalls.headers, ...headers }, body };
      }
      const text = answerTo(asked, request);
      const full = reply(befalls?.does === 'spoil' ? befalls.spoil(text) : text, request);
      return befalls?.does === 'drop' ? { ...full, dropped: true } : full;
    },
  }));
}
