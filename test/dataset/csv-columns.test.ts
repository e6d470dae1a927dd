import { describe, expect, it } from 'vitest';
import { guessRole, resolveColumns, type ChosenColumns } from '../../lib/dataset/csv-columns.js';
import { UserError } from '../../lib/user-error.js';

const NONE: ChosenColumns = { input: undefined, expected: undefined, metadata: undefined };

it.each([
  ['question', 'input'],
  ['User Query', 'input'],
  ['PROMPT', 'input'],
  ['input_text', 'input'],
  ['answer', 'expected'],
  ['Gold', 'expected'],
  ['ground_truth', 'expected'],
  ['EXPECTED', 'expected'],
  ['expected_input', 'expected'],
  ['answer to the question', 'expected'],
  ['topic', 'metadata'],
  ['output', 'metadata'],
  ['quest', 'metadata'],
  ['', 'metadata'],
])('%j is guessed to be %s', (column, role) => {
  expect(guessRole(column)).toBe(role);
});

describe('roles', () => {
  it.each<[string, string[], Partial<ChosenColumns>, [string[], string[], string[]]]>([
    ['names alone', ['question', 'answer', 'topic'], {}, [['question'], ['answer'], ['topic']]],
    [
      'several each',
      ['Q query', 'prompt', 'gold', 'Truth', 'x', 'y'],
      {},
      [
        ['Q query', 'prompt'],
        ['gold', 'Truth'],
        ['x', 'y'],
      ],
    ],
    ['no expected column', ['question', 'topic'], {}, [['question'], [], ['topic']]],
    [
      'a flag over the name',
      ['question', 'answer'],
      { input: ['answer'], expected: ['question'] },
      [['answer'], ['question'], []],
    ],
    [
      'a flag for what no name says',
      ['a', 'b', 'c'],
      { input: ['a'], expected: ['b'] },
      [['a'], ['b'], ['c']],
    ],
    [
      'one flag: the role is that of its columns alone',
      ['question', 'prompt', 'answer'],
      { input: ['prompt'] },
      [['prompt'], ['answer'], ['question']],
    ],
    [
      'a metadata flag leaves the others out',
      ['question', 'answer', 'x', 'y'],
      { metadata: ['y'] },
      [['question'], ['answer'], ['y']],
    ],
    [
      'a metadata flag with a column of another role',
      ['question', 'prompt', 'answer'],
      { metadata: ['prompt'] },
      [['question'], ['answer'], ['prompt']],
    ],
    ['flags in the order given', ['a', 'b', 'c'], { input: ['c', 'a'] }, [['c', 'a'], [], ['b']]],
    ['another case', ['Text', 'Label'], { input: ['text'], expected: ['LABEL'] }, [['Text'], ['Label'], []]],
    [
      'blanks around',
      [' Text ', 'Label'],
      { input: ['text'], expected: [' label'] },
      [[' Text '], ['Label'], []],
    ],
    ['the exact name before another case', ['text', 'Text'], { input: ['Text'] }, [['Text'], [], ['text']]],
    ['a column named twice by one flag', ['a', 'b'], { input: ['a', 'A'] }, [['a'], [], ['b']]],
    ['a nameless column is no column', ['', 'question', ''], {}, [['question'], [], []]],
    [
      'a name that stands twice and is not used',
      ['question', 'x', 'x'],
      { metadata: [] },
      [['question'], [], []],
    ],
    [
      'names that are JavaScript’s own',
      ['__proto__', 'constructor', 'question'],
      {},
      [['question'], [], ['__proto__', 'constructor']],
    ],
  ])('%s', (_title, header, flags, [input, expected, metadata]) => {
    expect(resolveColumns(header, { ...NONE, ...flags }, 'data.csv')).toEqual({ input, expected, metadata });
  });

  it.each<[string, string[], Partial<ChosenColumns>, string, string]>([
    [
      'no input column',
      ['topic', 'answer', 'a"b'],
      {},
      'data.csv: no input column found among "topic", "answer", "a\\"b"',
      'Name it with --input-columns, and the others with --expected-columns and --metadata-columns.',
    ],
    [
      'no input column left by the flags',
      ['question', 'x'],
      { expected: ['question'] },
      'data.csv: no input column found among "question", "x"',
      'Name it with --input-columns, and the others with --expected-columns and --metadata-columns.',
    ],
    [
      'a column that is not there',
      ['question', 'answer'],
      { expected: ['anwser'] },
      'data.csv: --expected-columns names "anwser", which is not in the header: "question", "answer"',
      'Check its spelling; upper and lower case do not matter.',
    ],
    [
      'a nameless column',
      ['question', ''],
      { metadata: [''] },
      'data.csv: --metadata-columns names "", which is not in the header: "question", ""',
      'Check its spelling; upper and lower case do not matter.',
    ],
    [
      'a column with two roles',
      ['question', 'answer'],
      { input: ['question'], metadata: ['Question'] },
      'data.csv: the column "question" is named by --input-columns and by --metadata-columns',
      'Name it once.',
    ],
    [
      'a used name that stands twice',
      ['question', 'topic', 'question'],
      {},
      'data.csv, line 1: columns 1 and 3 are both called "question"',
      'Give each column a name of its own.',
    ],
  ])('refuses %s', (_title, header, flags, message, hint) => {
    const resolve = () => resolveColumns(header, { ...NONE, ...flags }, 'data.csv');
    expect(resolve).toThrow(new UserError(message, hint));
  });
});
