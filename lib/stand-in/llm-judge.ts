import type { AnswerForm, Question } from './conversation.js';
import type { DatasetRecord } from './dataset-record.js';
import { SIMULATED } from './judge.js';
import { expectedAnswer, withoutEscapes, type KnownRecords } from './known-records.js';
import { filledForm } from './structured-answer.js';

/** The members that `LLMJudge` asks for: `ddtrace/llmobs/_evaluators/llm_judge.py`, `BaseStructuredOutput.label`. */
const LABELS = ['boolean_eval', 'score_eval', 'categorical_eval'];

/** What the stand-in has answered to tasks so far. */
export interface GivenAnswers {
  /** @returns the answers to questions about a record */
  about(record: DatasetRecord): ReadonlySet<string>;
  /** For each answer whether it was right, and whether it was wrong, for some record or other. */
  readonly verdicts: ReadonlyMap<string, { readonly right: boolean; readonly wrong: boolean }>;
  add(record: DatasetRecord, text: string): void;
}

/** @returns a memory of answers, with nothing in it */
export function givenAnswers(): GivenAnswers {
  const byRecord = new Map<DatasetRecord, Set<string>>();
  const verdicts = new Map<string, { right: boolean; wrong: boolean }>();
  return {
    about: (record) => byRecord.get(record) ?? new Set(),
    verdicts,
    add: (record, text) => {
      byRecord.set(record, (byRecord.get(record) ?? new Set()).add(text));
      const verdict = verdicts.get(text) ?? { right: false, wrong: false };
      verdict[text === expectedAnswer(record) ? 'right' : 'wrong'] = true;
      verdicts.set(text, verdict);
    },
  };
}

/**
 * @param form what a request wants its answer to look like
 * @returns whether an `LLMJudge` of the SDK asks. It calls its schema `evaluation` where a provider has names for
 * schemas; a schema of the user's own cannot be told from a task's where the provider has none (Anthropic, Vertex)
 */
export function isJudges({ name, schema }: AnswerForm): boolean {
  const { properties } = schema as { properties?: object };
  return name === 'evaluation' || LABELS.some((label) => Object.hasOwn(properties ?? {}, label));
}

/** What a simulated judge said. */
export interface SimulatedVerdict {
  readonly passed: boolean;
  readonly reasoning: string;
  /** The JSON to answer. */
  readonly text: string;
}

/**
 * Plays the LLM that an `LLMJudge` asks. A prompt may hold the input, the output and the expected output, or any of
 * them, and says nowhere which is which; but what the output may be is known, since it was given here.
 *
 * @param question the prompt
 * @param form the form of the answer
 * @param known every record that the prompt may be about
 * @param given what tasks have been answered
 * @returns a pass, which is true, the greatest score or the first category, where the expected answer stands in the
 * prompt, and no other that was given; else a fail
 */
export function judgeAsked(
  { texts }: Question,
  { schema }: AnswerForm,
  known: KnownRecords,
  given: GivenAnswers,
): SimulatedVerdict {
  const { passed, why } = compare(texts, known, given);
  const reasoning = `${SIMULATED} ${why}.`;
  const value = filledForm(schema, {
    boolean: passed,
    number: passed ? 'greatest' : 'least',
    choice: passed ? 'first' : 'last',
    text: reasoning,
  });
  return { passed, reasoning, text: JSON.stringify(value) };
}

function compare(texts: readonly string[], known: KnownRecords, given: GivenAnswers) {
  const record = known.askedAbout(texts);
  if (record === undefined) return compareAnswersAlone(texts, known, given);
  const expected = expectedAnswer(record);
  if (expected === undefined) return { passed: false, why: 'there is no expected output to compare with' };
  const prompt = normalized(texts);
  const others = [...given.about(record)].filter((text) => text !== expected);
  if (others.some((text) => stands(text, prompt))) {
    return { passed: false, why: 'the prompt holds an answer other than the expected one' };
  }
  return stands(expected, prompt)
    ? { passed: true, why: 'the prompt holds the expected answer' }
    : { passed: false, why: 'the prompt does not hold the expected answer' };
}

/** Without the input, a prompt is about whichever records have the answers that stand in it. */
function compareAnswersAlone(texts: readonly string[], known: KnownRecords, given: GivenAnswers) {
  const prompt = normalized(texts);
  const found = known.answersIn(texts).filter((text) => stands(text, prompt));
  const verdicts = found.map((text) => given.verdicts.get(text));
  // A task that asks no LLM has been given nothing.
  const isRight = given.verdicts.size === 0 ? found.length > 0 : verdicts.some((each) => each?.right);
  const passed = isRight && !verdicts.some((each) => each?.wrong);
  return {
    passed,
    why: passed
      ? 'the prompt holds a right answer'
      : 'the prompt holds no record, and no answer known as right',
  };
}

/** A prompt in the forms in which an answer is looked for. */
interface Prompt {
  readonly texts: readonly string[];
  readonly compact: readonly string[];
}

function normalized(texts: readonly string[]): Prompt {
  const forms = withoutEscapes(texts.join('\n').toLowerCase());
  return { texts: forms, compact: forms.map(compacted) };
}

/** `LLMJudge` writes JSON over several lines. */
function compacted(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

function stands(answer: string, { texts, compact }: Prompt): boolean {
  const needle = answer.trim().toLowerCase();
  if (/^[[{]/.test(needle)) {
    const forms = withoutEscapes(needle).map(compacted);
    return compact.some((text) => forms.some((form) => text.includes(form)));
  }
  return texts.some((text) => standsAsWords(needle, text));
}

/** A "4" does not stand in "42". */
function standsAsWords(needle: string, text: string): boolean {
  if (needle === '') return true;
  const isWord = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const joinedBefore = isWord(needle[0]) && isWord(text[at - 1]);
    const joinedBehind = isWord(needle.at(-1)) && isWord(text[at + needle.length]);
    if (!joinedBefore && !joinedBehind) return true;
  }
  return false;
}
