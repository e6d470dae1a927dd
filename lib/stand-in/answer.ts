import type { DatasetRecord } from './dataset-record.js';
import { expectedAnswer, type KnownRecords } from './known-records.js';

/** How a question is answered: with its record's expected output, with another's, or with itself. */
export type Answers = 'expected' | 'wrong' | 'echo' | ((question: string) => string);

/** The answer where the record that is asked about expects nothing. */
export const ANSWER_WITHOUT_EXPECTATION = 'This is a simulated answer: the record has no expected output.';

/** The answer where no record is being asked about. */
export const ANSWER_WITHOUT_RECORD = 'This is a simulated answer: no record of the dataset was recognised.';

/** An answer, and the record that was asked about where one was recognised. */
export interface Answer {
  readonly text: string;
  readonly record: DatasetRecord | undefined;
}

/**
 * @param answers how to answer
 * @param texts the texts of a chat, the question last
 * @param known every record that the chat may be about
 * @returns the text to answer
 */
export function answer(answers: Answers, texts: readonly string[], known: KnownRecords): Answer {
  const question = texts.at(-1) ?? '';
  const record = known.askedAbout(texts);
  if (typeof answers === 'function') return { text: answers(question), record };
  if (answers === 'echo') return { text: question, record };
  if (record === undefined) return { text: ANSWER_WITHOUT_RECORD, record };
  const expected = expectedAnswer(record);
  if (expected === undefined) return { text: ANSWER_WITHOUT_EXPECTATION, record };
  return { text: answers === 'expected' ? expected : known.wrongAnswer(record, expected), record };
}
