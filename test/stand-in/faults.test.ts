import { describe, expect, it } from 'vitest';
import type { Fault } from '../../lib/stand-in/faults.js';
import type { StandIn } from '../../lib/stand-in/stand-in.js';
import { ask, post, standInWith } from './pulled-records.js';

const RECORDS = ['one', 'two', 'three', 'four'].map((name) => ({
  input_data: `Question ${name}?`,
  expected_output: `The answer is ${name}.`,
}));

/** What becomes of each question: the answer, or the status, or that there was neither. */
async function outcomes(standIn: StandIn): Promise<string[]> {
  const all: string[] = [];
  for (const { input_data } of RECORDS) {
    all.push(await ask(standIn, input_data).catch((error: unknown) => (error as Error).message));
  }
  return all;
}

const good = RECORDS.map(({ expected_output }) => expected_output);

describe('a fault that passes', () => {
  it.each<[Fault, string]>([
    ['429', 'status 429'],
    ['500', 'status 500'],
    ['dropped', 'fetch failed'],
  ])('%s hits every second question, once', async (fault, failure) => {
    const standIn = await standInWith(RECORDS, { fault });
    expect(await outcomes(standIn)).toEqual([failure, good[1], failure, good[3]]);
    expect(standIn).toMatchObject({ faults: 2, retries: 0 });
    expect(await outcomes(standIn)).toEqual(good);
    expect(standIn).toMatchObject({ faults: 2, retries: 2 });
    expect(await outcomes(standIn)).toEqual(good);
    expect(standIn).toMatchObject({ faults: 2, retries: 2 });
  });

  it('slow holds the answer back, which comes all the same', async () => {
    const standIn = await standInWith(RECORDS, { fault: 'slow', slowness: 1 });
    expect(await outcomes(standIn)).toEqual(good);
    expect(standIn.faults).toBe(2);
    const slower = await standInWith(RECORDS, { fault: 'slow', slowness: 3_600_000 });
    const [first, second] = [ask(slower, 'Question one?'), ask(slower, 'Question two?')];
    expect(await second).toBe(good[1]);
    await slower.close();
    await expect(first).rejects.toThrow();
  });

  it.each([
    ['OpenAI', '/v1/chat/completions', { error: { code: 'rate_limit_exceeded', type: 'requests' } }],
    ['Anthropic', '/v1/messages', { type: 'error', error: { type: 'rate_limit_error' } }],
    ['Gemini', '/v1beta/models/m:generateContent', { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }],
    ['Bedrock', '/model/m/converse', { message: 'Too many requests' }],
    ['Cohere', '/v2/chat', { message: 'trial token rate limit exceeded' }],
    ['Ollama', '/api/chat', { error: 'too many requests' }],
  ])('429 says when to come again, in the words of %s', async (_, path, words) => {
    const standIn = await standInWith(RECORDS, { fault: '429' });
    const response = await post(standIn, path, { messages: [], contents: [] });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject(words);
  });

  it('dropped breaks a stream in its middle', async () => {
    const standIn = await standInWith(RECORDS, { fault: 'dropped' });
    const body = { model: 'm', stream: true, messages: [{ role: 'user', content: 'Question one?' }] };
    const response = await post(standIn, '/v1/chat/completions', body);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    const again = await (await post(standIn, '/v1/chat/completions', body)).text();
    expect(again).toContain('[DONE]');
  });
});

describe('a fault that stays', () => {
  it.each<[Fault, (answer: string) => void]>([
    [
      'malformed',
      (answer) => {
        expect(answer).toMatch(/^The an\w* ?\{"$/);
      },
    ],
    [
      'empty',
      (answer) => {
        expect(answer).toBe('');
      },
    ],
    [
      'long',
      (answer) => {
        expect(answer.length).toBeGreaterThanOrEqual(1024 * 1024);
      },
    ],
  ])('%s hits every second question, again and again', async (fault, check) => {
    const standIn = await standInWith(RECORDS, { fault });
    for (const round of [0, 1]) {
      const [first = '', second, third = '', fourth] = await outcomes(standIn);
      expect([second, fourth]).toEqual([good[1], good[3]]);
      check(first);
      check(third);
      expect(standIn).toMatchObject({ faults: 2 * (round + 1), retries: 2 * round });
    }
  });

  it('malformed cuts JSON short', async () => {
    const standIn = await standInWith([{ input_data: 'Why?', expected_output: { a: 'b' } }], {
      fault: 'malformed',
    });
    const answer = await ask(standIn, 'Why?');
    expect(answer).toBe('{"a":');
  });
});

describe('an upload of results', () => {
  const API = '/api/unstable/llm-obs/v1';
  async function upload(standIn: StandIn): Promise<number[]> {
    const results = [
      [`${API}/experiments/experiment-1/events`, { data: { attributes: { metrics: [METRIC] } } }],
      ['/api/v2/llmobs', [{ spans: [SPAN] }]],
    ] as const;
    const statuses: number[] = [];
    for (const [path, body] of results) {
      statuses.push(
        await post(standIn, path, body).then(
          ({ status }) => status,
          () => 0,
        ),
      );
    }
    return statuses;
  }
  const METRIC = { label: 'exact', metric_type: 'boolean', boolean_value: true, span_id: '1' };
  const SPAN = { span_id: '1', tags: ['experiment_id:experiment-1'], meta: { span: { kind: 'experiment' } } };

  it.each<[Fault, number]>([
    ['429', 429],
    ['500', 500],
    ['dropped', 0],
    ['slow', 202],
    ['malformed', 202],
  ])('%s: the first attempt of each, and nothing of it is kept', async (fault, status) => {
    const standIn = await standInWith(RECORDS, { fault });
    const attributes = { name: 'e', dataset_id: 'dataset-1', project_id: 'project-1' };
    expect((await post(standIn, `${API}/experiments`, { data: { attributes } })).status).toBe(200);
    expect(await upload(standIn)).toEqual([status, status]);
    const kept = status === 202 ? 1 : 0;
    expect(standIn.experiments[0]?.metrics).toHaveLength(kept);
    expect(standIn.experiments[0]?.spans).toHaveLength(kept);
    expect(standIn.faults).toBe(status === 202 ? 0 : 2);
    if (status === 202) return;
    expect(await upload(standIn)).toEqual([202, 202]);
    expect(standIn.experiments).toMatchObject([{ metrics: [{ label: 'exact' }], spans: [{ span_id: '1' }] }]);
    expect(standIn.retries).toBe(2);
  });
});
