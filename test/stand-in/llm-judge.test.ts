import { describe, expect, it } from 'vitest';
import { ask, post, standInWith } from './pulled-records.js';

const RECORDS = [
  { input_data: { question: 'What is the capital of France?' }, expected_output: 'Paris' },
  { input_data: { question: 'What is 6 times 7?' }, expected_output: '42' },
  { input_data: { question: 'How many legs has a dog, of 2, 4 and 6?' }, expected_output: '4' },
  { input_data: { question: 'Where and since when?' }, expected_output: { city: 'Zürich', since: 15.0 } },
];

const TEMPLATES = {
  'input, output and expected output': (input: string, output: string, expected: string) =>
    `Question: ${input}\nAnswer: ${output}\nExpected: ${expected}\nIs the answer right?`,
  'input and output': (input: string, output: string) => `Did "${output}" answer "${input}"?`,
  'output and expected output': (_: string, output: string, expected: string) =>
    `Compare <${output}> with <${expected}>.`,
  'output alone': (_: string, output: string) => `Is this good?\n${output}`,
};

/** As `LLMJudge` makes them: `ddtrace/llmobs/_evaluators/llm_judge.py`. */
const FORMS = {
  boolean: {
    schema: { boolean_eval: { type: 'boolean', description: 'right' } },
    pass: { boolean_eval: true },
    fail: { boolean_eval: false },
  },
  score: {
    schema: { score_eval: { type: 'number', description: 'how right', minimum: 1, maximum: 10 } },
    pass: { score_eval: 10 },
    fail: { score_eval: 1 },
  },
  'score whose range is described': {
    schema: { score_eval: { type: 'number', description: 'how right (range: 0.5 to 2.5)' } },
    pass: { score_eval: 2.5 },
    fail: { score_eval: 0.5 },
  },
  categories: {
    schema: {
      categorical_eval: { type: 'string', anyOf: [{ const: 'good' }, { const: 'meh' }, { const: 'bad' }] },
    },
    pass: { categorical_eval: 'good' },
    fail: { categorical_eval: 'bad' },
  },
  'categories as a list': {
    schema: { categorical_eval: { type: 'string', enum: ['good', 'bad'] } },
    pass: { categorical_eval: 'good' },
    fail: { categorical_eval: 'bad' },
  },
};

/** JSON as `LLMJudge` writes it. */
function asPythonDoes(value: unknown): string {
  if (typeof value === 'string') return value;
  const json = JSON.stringify(value, null, 2);
  return json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function judgeFormat(properties: object) {
  const reasoning = { type: 'string', description: 'why' };
  const schema = { type: 'object', properties: { ...properties, reasoning }, additionalProperties: false };
  return { type: 'json_schema', json_schema: { name: 'evaluation', strict: true, schema } };
}

describe('a simulated LLM judge', () => {
  const templates = Object.entries(TEMPLATES);
  it.each(
    templates.flatMap(([title, template]) =>
      (['expected', 'wrong', 'echo'] as const).map((answers) => [answers, title, template] as const),
    ),
  )('judges answers that are "%s" by %s', async (answers, _, template) => {
    const standIn = await standInWith(RECORDS, { answers });
    const outputs: string[] = [];
    for (const { input_data } of RECORDS) outputs.push(await ask(standIn, input_data.question));
    for (const [index, { input_data, expected_output }] of RECORDS.entries()) {
      const prompt = template(input_data.question, outputs[index] ?? '', asPythonDoes(expected_output));
      const response_format = judgeFormat(FORMS.boolean.schema);
      expect(JSON.parse(await ask(standIn, prompt, { response_format }))).toEqual({
        boolean_eval: answers === 'expected',
        reasoning: expect.stringMatching(/^Simulated, no judge was asked: /) as string,
      });
    }
    expect(standIn.judgeRequests).toHaveLength(RECORDS.length);
    expect(standIn.judgeRequests[0]).toMatchObject({ model: 'm', passed: answers === 'expected' });
  });

  it.each(Object.entries(FORMS))('answers in the form that is asked for: %s', async (_, form) => {
    const standIn = await standInWith(RECORDS);
    const response_format = judgeFormat(form.schema);
    const question = RECORDS[0]?.input_data.question ?? '';
    for (const [output, verdict] of [
      ['Paris', form.pass],
      ['Rome', form.fail],
    ] as const) {
      const answer = await ask(standIn, `${question} -> ${output}`, { response_format });
      expect(JSON.parse(answer)).toMatchObject(verdict);
    }
  });

  it('is known by its members where a schema has no name', async () => {
    const standIn = await standInWith(RECORDS);
    const response = await post(standIn, '/v1/messages', {
      model: 'claude',
      max_tokens: 10,
      messages: [{ role: 'user', content: 'What is 6 times 7? 42' }],
      output_format: {
        type: 'json_schema',
        schema: { type: 'object', properties: FORMS['score whose range is described'].schema },
      },
    });
    const { content } = (await response.json()) as { content: [{ text: string }] };
    expect(JSON.parse(content[0].text)).toEqual({ score_eval: 2.5 });
    expect(standIn.judgeRequests).toMatchObject([{ model: 'claude', passed: true }]);
  });

  it('takes no part of an answer for another one', async () => {
    const standIn = await standInWith(RECORDS.slice(1, 3), { answers: 'wrong' });
    expect(await ask(standIn, 'What is 6 times 7?')).toBe('4');
    const response_format = judgeFormat(FORMS.boolean.schema);
    const answer = await ask(standIn, 'What is 6 times 7? They said 42.', { response_format });
    expect(JSON.parse(answer)).toMatchObject({ boolean_eval: true });
  });

  it('has nothing to compare with where nothing is expected', async () => {
    const standIn = await standInWith([{ input_data: 'Why?' }]);
    const answer = await ask(standIn, 'Why? So.', { response_format: judgeFormat(FORMS.boolean.schema) });
    expect(JSON.parse(answer)).toMatchObject({ boolean_eval: false });
  });

  it("is not asked by a task's own schema", async () => {
    const standIn = await standInWith(RECORDS);
    const schema = { type: 'object', properties: { answer: { type: 'string' } } };
    const response_format = { type: 'json_schema', json_schema: { name: 'reply', schema } };
    expect(await ask(standIn, 'What is 6 times 7?', { response_format })).toBe('{"answer":"42"}');
    expect(standIn.judgeRequests).toEqual([]);
  });
});
