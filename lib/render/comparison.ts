import type { AnswerShape } from '../dataset/dataset-shape.js';
import { pythonString } from '../python/literal.js';

/** Lines of Python that compare `output_data` with `expected_output`, and the expression that they lead to. */
export interface Comparison {
  readonly lines: readonly string[];
  readonly expression: string;
}

/** A judgement that only stands in for an LLM judge, and says so in its reasoning. */
export interface Quality extends Comparison {
  readonly reasoning: string;
}

const NEVER_WITHOUT = '# A record without an expected output never matches.';
const EMPTY_CELL =
  '# The SDK reads every CSV value as text, in a dict of columns; an empty cell never matches.';

const AS_TEXT = `def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)`;

const PARSED = `def parsed(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value`;

/**
 * The comparison that means something for a dataset: from a CSV, for example, an expected output is a dict of
 * columns, which a text never equals.
 */
export function exactMatch(answer: AnswerShape): Comparison {
  switch (answer.kind) {
    case 'text':
    case 'structured':
      return {
        lines: [NEVER_WITHOUT],
        expression: 'expected_output is not None and output_data == expected_output',
      };
    case 'scalar':
      return {
        lines: [NEVER_WITHOUT],
        expression: 'expected_output is not None and as_text(output_data) == as_text(expected_output)',
      };
    case 'mixed':
      return {
        lines: [
          NEVER_WITHOUT,
          'structured = isinstance(expected_output, (dict, list))',
          'equal = output_data == expected_output if structured else as_text(output_data) == as_text(expected_output)',
        ],
        expression: 'expected_output is not None and equal',
      };
    case 'column':
      return {
        lines: [EMPTY_CELL, expectedCell(answer.column)],
        expression: 'expected != "" and str(output_data) == expected',
      };
    case 'columns':
      return {
        lines: TEXTS_OF_COLUMNS,
        expression: 'any(expected_output.values()) and texts == expected_output',
      };
    case 'none':
      return {
        lines: ['# The dataset has no expected output, so nothing matches until it has one.'],
        expression: 'bool(expected_output) and output_data == expected_output',
      };
    case 'unknown':
      return {
        lines: [
          '# A dataset that was made from a CSV has a dict of columns: of a single one, the value counts.',
          'accepted = [expected_output]',
          'if isinstance(expected_output, dict) and len(expected_output) == 1:',
          '    accepted += expected_output.values()',
          NEVER_WITHOUT,
          'accepted = [answer for answer in accepted if answer not in (None, "", {})]',
        ],
        expression: 'output_data in accepted or parsed(output_data) in accepted',
      };
  }
}

/** What the placeholder of a judge goes by: whether the answer mentions the expected one, where both are texts. */
export function placeholderQuality(answer: AnswerShape): Quality {
  const mentions = 'placeholder: only looks for the expected output inside the answer';
  switch (answer.kind) {
    case 'text':
      return {
        lines: [],
        expression: 'bool(expected_output) and expected_output.lower() in str(output_data).lower()',
        reasoning: mentions,
      };
    case 'scalar':
      return {
        lines: [],
        expression:
          'expected_output is not None and as_text(expected_output).lower() in as_text(output_data).lower()',
        reasoning: mentions,
      };
    case 'column':
      return {
        lines: [`expected = expected_output[${pythonString(answer.column)}]`],
        expression: 'expected != "" and expected.lower() in str(output_data).lower()',
        reasoning: mentions,
      };
    case 'none':
      return {
        lines: [],
        expression: 'bool(str(output_data or "").strip())',
        reasoning: 'placeholder: only looks whether anything came back',
      };
    case 'structured':
    case 'mixed':
    case 'columns':
    case 'unknown':
      return {
        lines: [],
        expression: 'exact_match(input_data, output_data, expected_output)',
        reasoning: 'placeholder: only says what exact_match says',
      };
  }
}

const COMPARABLE_TEXT = `def comparable_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)`;

/** Two texts to compare character by character, as Python expressions, behind the lines that they need. */
export interface NearComparison {
  readonly lines: readonly string[];
  /** Whether there is nothing to compare with. */
  readonly isMissing: string;
  readonly texts: readonly [output: string, expected: string];
}

/** Makes `texts` of an answer that has a value for each column. */
const TEXTS_OF_COLUMNS = [
  EMPTY_CELL,
  'answer = output_data if isinstance(output_data, dict) else {}',
  'texts = {column: as_text(value) for column, value in answer.items()}',
] as const;

/** Takes the value of a single column out of the dict that the SDK makes of a CSV's row. */
function expectedCell(column: string): string {
  return `expected = expected_output[${pythonString(column)}]`;
}

/** How near an answer is to the expected one: the same two things that `exactMatch` compares, as texts. */
export function nearMatch(answer: AnswerShape): NearComparison {
  const texts = ['comparable_text(output_data)', 'comparable_text(expected_output)'] as const;
  switch (answer.kind) {
    case 'text':
    case 'scalar':
    case 'structured':
    case 'mixed':
      return { lines: [NEVER_WITHOUT], isMissing: 'expected_output is None', texts };
    case 'column':
      return {
        lines: [EMPTY_CELL, expectedCell(answer.column)],
        isMissing: 'expected == ""',
        texts: ['str(output_data)', 'expected'],
      };
    case 'columns':
      return {
        lines: TEXTS_OF_COLUMNS,
        isMissing: 'not any(expected_output.values())',
        texts: ['comparable_text(texts)', texts[1]],
      };
    case 'none':
      return {
        lines: ['# The dataset has no expected output, so nothing matches until it has one.'],
        isMissing: 'not expected_output',
        texts,
      };
    case 'unknown':
      return {
        lines: [
          '# A dataset that was made from a CSV has a dict of columns: of a single one, the value counts.',
          'expected = expected_output',
          'if isinstance(expected, dict) and len(expected) == 1 and expected not in (output_data, parsed(output_data)):',
          '    (expected,) = expected.values()',
          'answer = output_data if isinstance(expected, str) else parsed(output_data)',
        ],
        isMissing: 'expected in (None, "", {})',
        texts: ['comparable_text(answer)', 'comparable_text(expected)'],
      };
  }
}

/** The functions that `nearMatch` calls, as Python source. */
export function nearConversions({ kind }: AnswerShape): readonly string[] {
  return kind === 'column' ? [] : [COMPARABLE_TEXT];
}

/** The functions that a comparison calls, as Python source. */
export function conversions(answer: AnswerShape): readonly string[] {
  if (answer.kind === 'scalar' || answer.kind === 'mixed' || answer.kind === 'columns') return [AS_TEXT];
  return answer.kind === 'unknown' ? [PARSED] : [];
}
