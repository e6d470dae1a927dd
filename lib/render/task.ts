import type { AnswerShape, InputShape } from '../dataset/dataset-shape.js';
import { pythonLiteral, pythonString } from '../python/literal.js';

/** What section 4's template needs to know to write a task that fits the dataset. */
export interface TaskView {
  readonly inputType: string;
  readonly outputType: string;
  /** Python in front of the LLM call, an item a statement; only its first line is still to be indented. */
  readonly promptLines: readonly string[];
  /** The `messages` argument where nothing but the input is sent. */
  readonly messages: string;
  /** The items that stand behind the instruction where there is one. */
  readonly messageItems: string;
  /** What the LLM is told about the form of its answer; without one the answer is its text. */
  readonly instruction: string | undefined;
  readonly answersJsonObject: boolean;
  /** True where answers may also be plain texts or numbers, which stay text. */
  readonly keepsScalars: boolean;
  readonly usesJson: boolean;
}

/** Fits the placeholder task to what the dataset hands in and expects back. */
export function taskView(input: InputShape, answer: AnswerShape): TaskView {
  const prompt = promptOf(input);
  const instruction = instructionFor(answer);
  const message = `{"role": "user", "content": ${prompt.content}}`;
  const conversation = input.kind === 'messages' ? `input_data[${pythonString(input.key)}]` : undefined;
  return {
    inputType: input.kind === 'text' ? 'str' : input.kind === 'any' ? 'Any' : 'Dict[str, Any]',
    outputType: instruction === undefined ? 'str' : 'Any',
    promptLines: prompt.lines,
    messages: conversation ?? `[${message}]`,
    messageItems: conversation === undefined ? message : `*${conversation}`,
    instruction,
    answersJsonObject: expectedKeys(answer) !== undefined,
    keepsScalars: answer.kind === 'mixed',
    usesJson: prompt.usesJson || instruction !== undefined,
  };
}

function promptOf(input: InputShape): { lines: readonly string[]; content: string; usesJson: boolean } {
  switch (input.kind) {
    case 'text':
    case 'messages':
      return { lines: [], content: 'input_data', usesJson: false };
    case 'any':
      return {
        lines: [
          'prompt = input_data if isinstance(input_data, str) else json.dumps(input_data, ensure_ascii=False)',
        ],
        content: 'prompt',
        usesJson: true,
      };
    case 'keys': {
      const [key = '', ...others] = input.keys;
      if (others.length === 0 && input.everywhere) {
        const value = `input_data[${pythonString(key)}]`;
        return {
          lines: [],
          content: input.text ? value : `json.dumps(${value}, ensure_ascii=False)`,
          usesJson: !input.text,
        };
      }
      const value = input.text ? 'input_data[key]' : 'json.dumps(input_data[key], ensure_ascii=False)';
      const condition = input.everywhere ? '' : ' if key in input_data';
      return {
        lines: [
          `keys = ${pythonLiteral(input.keys, 4, 'keys = '.length)}`,
          `prompt = "\\n".join(f"{key}: {${value}}" for key in keys${condition})`,
        ],
        content: 'prompt',
        usesJson: !input.text,
      };
    }
  }
}

function instructionFor(answer: AnswerShape): string | undefined {
  const keys = expectedKeys(answer);
  if (keys !== undefined) {
    return `Answer with one JSON object with these keys: ${keys.map(inProse).join(', ')}`;
  }
  if (answer.kind === 'structured') return 'Answer with JSON only, without a code fence.';
  if (answer.kind === 'mixed')
    return 'Where the answer is structured, answer in JSON only, without a code fence.';
  return undefined;
}

/** A key as it stands in a sentence: in quotes only where it could be misread. */
function inProse(key: string): string {
  return /^\w+$/.test(key) ? key : JSON.stringify(key);
}

/** The keys of every expected output, where they are known. */
export function expectedKeys(answer: AnswerShape): readonly string[] | undefined {
  if (answer.kind === 'columns') return answer.columns;
  return answer.kind === 'structured' ? answer.keys : undefined;
}
