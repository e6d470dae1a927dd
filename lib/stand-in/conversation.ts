import { array, object } from './refusal.js';

/** A question to an LLM, whichever provider's form it came in. */
export interface Question {
  /** The texts of a conversation, the question last. */
  readonly texts: readonly string[];
  /** The form that the answer has to have, where the request states one. */
  readonly form?: AnswerForm | undefined;
}

/** A form that is asked for: a JSON schema, and the name that some providers want for it. */
export interface AnswerForm {
  readonly name: string | undefined;
  readonly schema: unknown;
}

/**
 * @param messages the messages of a chat, as OpenAI, Anthropic, Cohere, Mistral, Ollama and Bedrock send them:
 * each a `role` and a `content`
 * @param system what stands in front of them, in a form of its own with some providers
 * @returns their texts, with one in front that names the roles: a record that is a whole conversation holds them
 * @throws Refusal where they are no messages
 */
export function textsOf(messages: unknown, system?: unknown): string[] {
  const chat = array(messages, 'messages').map((message) => object(message, 'a message'));
  const roles = chat.map(({ role }) => String(role)).join('\n');
  return [roles, textOf(system), ...chat.map(({ content }) => textOf(content))];
}

/**
 * @param content what a message says: a string, nothing, or a list of parts
 * @returns its text. A part is a string, holds a text, or holds a content in turn, as the result of a tool does;
 * images and the like have no text
 * @throws Refusal where it is something else
 */
export function textOf(content: unknown): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  return array(content, "a message's content")
    .map((part) => {
      if (typeof part === 'string') return part;
      const { text, content: nested } = object(part, "a part of a message's content");
      return typeof text === 'string' ? text : textOf(nested);
    })
    .join('\n');
}

/**
 * @param schema what a request states of its answer's form
 * @param name the name of it, where there is one
 * @returns the form where it is a schema, undefined where it is not
 */
export function formOf(schema: unknown, name?: unknown): AnswerForm | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  return { name: typeof name === 'string' ? name : undefined, schema };
}

/**
 * @param text an answer
 * @returns it in two pieces, as a stream brings it; a character is not divided
 */
export function pieces(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  const end = (text.codePointAt(middle - 1) ?? 0) > 0xffff ? middle + 1 : middle;
  return [text.slice(0, end), text.slice(end)].filter((piece) => piece !== '');
}
