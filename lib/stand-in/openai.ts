import { setTimeout as wait } from 'node:timers/promises';
import { answer, type Answers } from './answer.js';
import { newestRecords, type Received } from './received.js';
import { array, object, string } from './refusal.js';
import type { Route } from './route.js';

/**
 * @param received where everything that comes in is kept
 * @param answers how a question is answered
 * @param answerDelay for how many milliseconds each answer is held back
 * @returns the one request to OpenAI that a generated task makes, plain or streamed:
 * https://platform.openai.com/docs/api-reference/chat
 */
export function openaiRoutes(received: Received, answers: Answers, answerDelay: number): Route[] {
  let underWay = 0;
  return [
    {
      methods: ['POST'],
      path: /^\/v1\/chat\/completions$/,
      reply: async ({ body }) => {
        const { messages, model, stream } = object(body, 'the body');
        const chat = array(messages, 'messages').map((message) => object(message, 'a message'));
        // A record that is a whole conversation names the roles as well.
        const texts = [chat.map(({ role }) => String(role)).join('\n'), ...chat.map(textOf)];
        underWay += 1;
        received.mostTasksAtOnce = Math.max(received.mostTasksAtOnce, underWay);
        try {
          // Not referenced: an answer that nobody waits for any more does not keep the process alive.
          await wait(answerDelay, undefined, { ref: false });
        } finally {
          underWay -= 1;
        }
        const content = answer(answers, texts, newestRecords(received));
        received.completions += 1;
        const head = { id: `chatcmpl-${received.completions}`, created: 0, model };
        return stream === true ? streamed(head, content) : whole(head, content);
      },
    },
  ];
}

/** What every part of a completion begins with. */
interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: unknown;
}

function whole(head: Head, content: string) {
  const message = { role: 'assistant', content, refusal: null };
  const choice = { index: 0, message, logprobs: null, finish_reason: 'stop' };
  const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  return { status: 200, body: { ...head, object: 'chat.completion', choices: [choice], usage } };
}

function streamed(head: Head, content: string) {
  const chunk = (delta: object, finish_reason: string | null) =>
    JSON.stringify({
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason }],
    });
  return { status: 200, events: [chunk({ role: 'assistant', content }, null), chunk({}, 'stop'), '[DONE]'] };
}

/** The text of a message: its content is a string, a list of parts, or nothing. */
function textOf(message: unknown): string {
  const { content } = object(message, 'a message');
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  return array(content, "a message's content")
    .map((part) => object(part, "a part of a message's content"))
    .map(({ type, text }) => (type === 'text' ? string(text, "a part's text") : ''))
    .join('\n');
}
