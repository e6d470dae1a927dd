import fc from 'fast-check';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ANSWER_WITHOUT_EXPECTATION, ANSWER_WITHOUT_RECORD } from '../../lib/stand-in/answer.js';
import { MADE_UP_ANSWER } from '../../lib/stand-in/known-records.js';
import { startStandIn, type StandIn, type StandInOptions } from '../../lib/stand-in/stand-in.js';

const API = '/api/unstable/llm-obs/v1';
const running: StandIn[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.close()));
});

async function start(options?: StandInOptions): Promise<StandIn> {
  const standIn = await startStandIn(options);
  running.push(standIn);
  return standIn;
}

interface Envelope<T> {
  data: T;
}
interface Resource {
  id: string;
  attributes: Record<string, unknown>;
}

async function send(standIn: StandIn, path: string, body: unknown, method = 'POST'): Promise<Response> {
  return fetch(standIn.origin + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function resource(response: Response): Promise<Resource> {
  expect(response.status).toBe(200);
  return ((await response.json()) as Envelope<Resource>).data;
}

async function create(standIn: StandIn, path: string, attributes: object): Promise<Resource> {
  return resource(await send(standIn, `${API}/${path}`, { data: { attributes } }));
}

async function createDataset(standIn: StandIn, name = 'qa'): Promise<{ project: string; dataset: string }> {
  const project = await create(standIn, 'projects', { name: 'support', description: '' });
  const dataset = await create(standIn, `${project.id}/datasets`, { name, description: 'questions' });
  return { project: project.id, dataset: dataset.id };
}

/** Sends records as `create_dataset(records=…)` does. The JSON is given as text, so that `1.0` can be said. */
async function insert(standIn: StandIn, records: readonly string[], name?: string): Promise<Resource[]> {
  const { project, dataset } = await createDataset(standIn, name);
  const response = await send(
    standIn,
    `/api/v2/llm-obs/v1/${project}/datasets/${dataset}/batch_update`,
    `{"data": {"attributes": {"insert_records": [${records.join(', ')}], "create_new_version": true}}}`,
  );
  expect(response.status).toBe(200);
  return ((await response.json()) as Envelope<Resource[]>).data;
}

const recordJson = (input: string, expected: string, id = 'r') =>
  `{"input": ${input}, "expected_output": ${expected}, "metadata": {}, "id": ${JSON.stringify(id)}}`;

/** Sends records as `create_dataset_from_csv` does: each cell is JSON, in a CSV, in a form. */
async function upload(standIn: StandIn, rows: readonly (readonly unknown[])[]): Promise<Response> {
  const { dataset } = await createDataset(standIn);
  const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
  const lines = rows.map(([input, expected, metadata, id]) =>
    [cell(input), cell(expected), cell(metadata), String(id)].join(','),
  );
  const csv = ['input,expected_output,metadata,id', ...lines, ''].join('\r\n');
  const boundary = '----------boundary------';
  return fetch(`${standIn.origin}${API}/datasets/${dataset}/records/upload?deduplicate=True`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: [
      `--${boundary}`,
      'Content-Disposition: form-data; name="file"; filename="tmp1.csv"',
      'Content-Type: text/csv',
      '',
      csv,
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  });
}

interface Completion {
  choices: { message: { content: string } }[];
}

async function complete(standIn: StandIn, messages: unknown[]): Promise<string> {
  const response = await send(standIn, '/v1/chat/completions', { model: 'gpt-4o-mini', messages });
  expect(response.status).toBe(200);
  const { choices } = (await response.json()) as Completion;
  return choices[0]?.message.content ?? 'no choice';
}

async function ask(standIn: StandIn, question: string): Promise<string> {
  return complete(standIn, [
    { role: 'system', content: 'Answer briefly.' },
    { role: 'user', content: question },
  ]);
}

describe('an experiment', () => {
  it('is kept: project, dataset, experiment, metrics and spans', async () => {
    const standIn = await start();
    const { project, dataset } = await createDataset(standIn);
    const experiment = await create(standIn, 'experiments', {
      name: 'support-experiment',
      description: 'accuracy',
      dataset_id: dataset,
      project_id: project,
      dataset_version: 0,
      config: { model: 'gpt-4o-mini' },
      metadata: { tags: ['team:support', 'ddtrace.version:4.16.0'] },
    });
    await send(
      standIn,
      `${API}/experiments/${experiment.id}`,
      { data: { attributes: { status: 'running' } } },
      'PATCH',
    );
    const error = { message: 'no', type: 'KeyError', stack: '…' };
    const events = await send(standIn, `${API}/experiments/${experiment.id}/events`, {
      data: {
        attributes: {
          metrics: [
            { label: 'exact', metric_type: 'boolean', boolean_value: true, error: null, span_id: '7' },
            {
              label: 'tone',
              metric_type: 'categorical',
              categorical_value: null,
              error,
              span_id: '7',
              assessment: 'fail',
              reasoning: 'rude',
            },
          ],
        },
      },
    });
    expect(events.status).toBe(202);
    const spans = await send(standIn, '/api/v2/llmobs', [
      {
        spans: [
          {
            span_id: '7',
            trace_id: 't',
            parent_id: 'undefined',
            start_ns: 1_700_000_000_000_000_000,
            duration: 1500,
            name: 'task_fn',
            status: 'ok',
            tags: [`experiment_id:${experiment.id}`, 'dataset_record_id:r'],
            meta: { span: { kind: 'experiment' }, input: 'q', output: 'a' },
          },
        ],
      },
      { spans: [{ span_id: '8', name: 'elsewhere', status: 'ok', tags: [], meta: {} }] },
    ]);
    expect(spans.status).toBe(202);

    expect(standIn.projects).toEqual(['support']);
    expect(standIn.datasets).toMatchObject([{ name: 'qa', project: 'support', description: 'questions' }]);
    expect(standIn.experiments).toEqual([
      {
        id: experiment.id,
        name: 'support-experiment',
        project: 'support',
        dataset: 'qa',
        datasetVersion: 0,
        description: 'accuracy',
        config: { model: 'gpt-4o-mini' },
        tags: ['team:support', 'ddtrace.version:4.16.0'],
        statuses: ['running'],
        metrics: [
          { label: 'exact', type: 'boolean', value: true, error: null, spanId: '7' },
          {
            label: 'tone',
            type: 'categorical',
            value: null,
            error,
            spanId: '7',
            assessment: 'fail',
            reasoning: 'rude',
          },
        ],
        spans: [
          {
            span_id: '7',
            trace_id: 't',
            parent_id: 'undefined',
            start_ns: 1_700_000_000_000_000_000,
            duration: 1500,
            name: 'task_fn',
            kind: 'experiment',
            status: 'ok',
            tags: [`experiment_id:${experiment.id}`, 'dataset_record_id:r'],
            meta: { span: { kind: 'experiment' }, input: 'q', output: 'a' },
          },
        ],
      },
    ]);
  });

  it('gets the same project and dataset for the same name', async () => {
    const standIn = await start();
    expect(await createDataset(standIn)).toEqual(await createDataset(standIn));
    expect(await createDataset(standIn, 'other')).not.toEqual(await createDataset(standIn));
    expect(standIn.projects).toEqual(['support']);
    expect(standIn.datasets.map(({ name }) => name)).toEqual(['qa', 'other']);
  });
});

describe('the request line', () => {
  it('may hold the absolute form, as 4.7.0 sends it', async () => {
    const standIn = await start();
    const { port } = new URL(standIn.origin);
    const request = httpRequest({
      port,
      method: 'POST',
      path: `${standIn.origin}${API}/projects?a=b`,
      headers: { 'content-type': 'application/json' },
    });
    request.end(JSON.stringify({ data: { attributes: { name: 'absolute' } } }));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(JSON.parse(await textOf(response))).toMatchObject({ data: { attributes: { name: 'absolute' } } });
    expect(standIn.requests).toMatchObject([{ path: `${API}/projects`, query: { a: 'b' } }]);
  });
});

describe('requests', () => {
  it('are kept in order, with JSON parsed and without the keys', async () => {
    const standIn = await start();
    const headers = {
      'content-type': 'application/json',
      'dd-api-key': 'secret-1',
      'dd-application-key': 'secret-2',
      authorization: 'Bearer secret-3',
    };
    await fetch(`${standIn.origin}/info`);
    await fetch(`${standIn.origin}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: '{"model":"m","messages":[]}',
    });
    await fetch(`${standIn.origin}/nowhere`);
    expect(standIn.requests).toMatchObject([
      { method: 'GET', path: '/info', body: undefined },
      { method: 'POST', path: '/v1/chat/completions', body: { model: 'm', messages: [] } },
      { method: 'GET', path: '/nowhere' },
    ]);
    expect(standIn.requests[1]?.headers).toMatchObject({ 'dd-api-key': '<key>', authorization: '<key>' });
    expect(JSON.stringify(standIn.requests)).not.toContain('secret');
  });

  it('may come packed', async () => {
    const standIn = await start();
    const response = await fetch(`${standIn.origin}${API}/projects`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync('{"data": {"attributes": {"name": "packed"}}}'),
    });
    expect(response.status).toBe(200);
    expect(standIn.projects).toEqual(['packed']);
  });

  it('may hold traces, which are not looked into', async () => {
    const standIn = await start();
    for (const path of ['/v0.4/traces', '/v0.5/traces']) {
      const response = await fetch(standIn.origin + path, {
        method: 'PUT',
        headers: { 'content-type': 'application/msgpack' },
        body: Buffer.from([0x91, 0x90, 0xc1]),
      });
      expect(response.status).toBe(200);
    }
  });
});

describe('what makes no sense', () => {
  const json = { 'content-type': 'application/json' };
  it.each([
    ['an unknown path', 404, '/v2/everything', json, '{}'],
    ['a path that is no URL', 404, '//', json, '{}'],
    ['an unknown project', 404, `${API}/project-9/datasets`, json, '{"data":{"attributes":{"name":"x"}}}'],
    ['an unknown dataset', 404, `${API}/datasets/dataset-9/records/upload`, json, '{}'],
    ['an unknown experiment', 404, `${API}/experiments/e/events`, json, '{"data":{"attributes":{}}}'],
    ['no JSON', 400, `${API}/projects`, json, '{'],
    ['no body', 400, `${API}/projects`, json, ''],
    ['another kind of body', 400, `${API}/projects`, {}, '{"data":{"attributes":{"name":"x"}}}'],
    ['no attributes', 400, `${API}/projects`, json, '{"data":null}'],
    ['a name that is no string', 400, `${API}/projects`, json, '{"data":{"attributes":{"name":1}}}'],
    ['spans that are none', 400, '/api/v2/llmobs', json, '[{"spans":[1]}]'],
    ['messages that are none', 400, '/v1/chat/completions', json, '{"messages":"hello"}'],
    ['no gzip', 400, `${API}/projects`, { ...json, 'content-encoding': 'gzip' }, '{}'],
    ['another packing', 415, `${API}/projects`, { ...json, 'content-encoding': 'br' }, '{}'],
  ])('is refused: %s', async (_, status, path, headers, body) => {
    const standIn = await start();
    const response = await fetch(standIn.origin + path, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ title: expect.any(String) as string }] });
    expect(standIn.requests).toHaveLength(1);
    expect((await fetch(`${standIn.origin}/info`)).status).toBe(200);
  });

  it.each([
    ['no form', 'text/csv', 'input\n'],
    ['no boundary', 'multipart/form-data', '--x--'],
    [
      'no file',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
    ],
    ...[
      ['other columns', 'question,answer\r\n1,2\r\n'],
      ['cells that are no JSON', 'input,expected_output,metadata,id\r\nwhy,"{}","{}",1\r\n'],
      ['an open quote', 'input,expected_output,metadata,id\r\n"{}'],
    ].map(([what, csv]) => [
      what,
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${csv}\r\n--x--\r\n`,
    ]),
  ])('is refused as an upload: %s', async (_, contentType = '', body = '') => {
    const standIn = await start();
    const { dataset } = await createDataset(standIn);
    const path = `${API}/datasets/${dataset}/records/upload`;
    const response = await fetch(standIn.origin + path, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    expect(response.status).toBe(400);
    expect(standIn.datasets[0]?.records).toEqual([]);
  });

  it('is refused on every path, whatever JSON it is', async () => {
    const standIn = await start();
    const { project, dataset } = await createDataset(standIn);
    const path = fc.constantFrom(
      `${API}/projects`,
      `${API}/${project}/datasets`,
      `${API}/${project}/datasets/${dataset}/batch_update`,
      `${API}/datasets/${dataset}/records/upload`,
      `${API}/experiments`,
      `${API}/experiments/x/events`,
      `${API}/evaluators/judge/infer`,
      '/api/v2/llmobs',
      '/v1/chat/completions',
    );
    const inner = fc.oneof(
      fc.json(),
      fc.json().map((value) => `{"data": {"attributes": ${value}}}`),
      fc
        .json()
        .map((value) => `{"data": {"attributes": {"insert_records": [${value}], "context": ${value}}}}`),
      fc.json().map((value) => `{"messages": [${value}]}`),
      fc.json().map((value) => `[{"spans": [${value}]}]`),
    );
    await fc.assert(
      fc.asyncProperty(path, inner, async (where, body) => {
        const response = await send(standIn, where, body);
        expect(response.status).toBeLessThan(500);
        await response.arrayBuffer();
      }),
    );
  });
});

describe('the expected answer', () => {
  it.each([
    ['a string', '"Paris"', 'Paris'],
    ['an integer', '42', '42'],
    ['a number, its digits kept', '1.0', '1.0'],
    ['an integer beyond 2^53', '12345678901234567890', '12345678901234567890'],
    ['a boolean', 'false', 'false'],
    ['an array', '["a", 1.50]', '["a", 1.50]'],
    ['an object', '{"a": 1, "b": "é"}', '{"a": 1, "b": "é"}'],
    ['an object of one key', '{"answer": "Paris"}', '{"answer": "Paris"}'],
    ['the last of two keys', '{"a": 1}, "expected_output": 2.0', '2.0'],
    ['nothing', 'null', ANSWER_WITHOUT_EXPECTATION],
    ['what the SDK makes of None', '""', ANSWER_WITHOUT_EXPECTATION],
  ])('of JSON: %s', async (_, expected, answer) => {
    const standIn = await start();
    await insert(standIn, [recordJson('{"question": "Why?"}', expected)]);
    expect(await ask(standIn, 'Why?')).toBe(answer);
  });

  it.each([
    ['one column', { answer: 'Paris' }, 'Paris'],
    ['one column, empty', { answer: '' }, ''],
    ['one column, missing in a short row', { answer: null }, ANSWER_WITHOUT_EXPECTATION],
    ['several columns', { city: 'Paris', since: '987' }, '{"city":"Paris","since":"987"}'],
    ['no column', {}, ANSWER_WITHOUT_EXPECTATION],
  ])('of a CSV: %s', async (_, expected, answer) => {
    const standIn = await start();
    const response = await upload(standIn, [
      [{ question: 'Why "so",\r\nthen?' }, expected, { topic: 'x' }, 'r1'],
    ]);
    expect(response.status).toBe(200);
    expect(standIn.datasets[0]?.records).toMatchObject([
      {
        id: 'r1',
        input_data: { question: 'Why "so",\r\nthen?' },
        expected_output: expected,
        metadata: { topic: 'x' },
        tags: [],
        arrivedAs: 'csv',
      },
    ]);
    expect(await ask(standIn, 'Why "so",\r\nthen?')).toBe(answer);
  });

  it('is the one of the record that explains most of the question', async () => {
    const standIn = await start();
    await insert(standIn, [
      recordJson('{"question": "2 + 2"}', '"four"', 'r1'),
      recordJson('{"question": "12 + 2"}', '"fourteen"', 'r2'),
      recordJson('{"question": "12 + 2", "unit": 1e3}', '"with a unit"', 'r3'),
    ]);
    expect(await ask(standIn, 'What is 2 + 2?')).toBe('four');
    expect(await ask(standIn, 'What is 12 + 2?')).toBe('fourteen');
    expect(await ask(standIn, 'What is 12 + 2, in 1e3?')).toBe('with a unit');
    expect(await ask(standIn, 'What is 3 + 3?')).toBe(ANSWER_WITHOUT_RECORD);
  });

  it('is that of the newest dataset where two ask the same, and of the first record there', async () => {
    const standIn = await start();
    await insert(standIn, [recordJson('"Why?"', '"old"')], 'old');
    await insert(standIn, [recordJson('"Why?"', '"first"'), recordJson('"Why?"', '"second"')], 'new');
    expect(await ask(standIn, 'Why?')).toBe('first');
  });

  it('is found whichever way the input stands in the prompt', async () => {
    const standIn = await start();
    const ascii = (json: string) =>
      // eslint-disable-next-line no-control-regex
      json.replace(/[^\u0000-\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const inputs = fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(inputs, fc.uuid(), async (texts, run) => {
        // Each its own, so that no text is part of another and each run knows its records from the last one's.
        const records = texts.map((text, index) => ({ id: `<${run}:${index}>`, nested: [{ text }] }));
        await insert(
          standIn,
          records.map((input, index) => recordJson(JSON.stringify(input), `"answer ${run} ${index}"`)),
        );
        for (const [index, { id, nested }] of records.entries()) {
          const json = JSON.stringify({ id, nested });
          for (const prompt of [`${id}\n${texts[index] ?? ''}`, json, ascii(json)]) {
            expect(await ask(standIn, prompt)).toBe(`answer ${run} ${index}`);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is found where a message is a list of parts', async () => {
    const standIn = await start();
    await insert(standIn, [recordJson('{"a": "Why", "b": "now?"}', '"because"')]);
    const content = [
      { type: 'text', text: 'Why' },
      { type: 'image_url', image_url: { url: 'data:,' } },
      { type: 'text', text: 'now?' },
    ];
    expect(
      await complete(standIn, [
        { role: 'assistant', content: null },
        { role: 'user', content },
      ]),
    ).toBe('because');
  });

  it('is streamed where that is asked for', async () => {
    const standIn = await start();
    await insert(standIn, [recordJson('"Why?"', '"because"')]);
    const body = { model: 'm', stream: true, messages: [{ role: 'user', content: 'Why?' }] };
    const response = await send(standIn, '/v1/chat/completions', body);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = (await response.text()).split('\n\n').filter((event) => event !== '');
    expect(events.at(-1)).toBe('data: [DONE]');
    const deltas = events
      .slice(0, -1)
      .map(
        (event) => JSON.parse(event.replace('data: ', '')) as { choices: [{ delta: { content?: string } }] },
      );
    expect(deltas.map(({ choices }) => choices[0].delta.content ?? '').join('')).toBe('because');
  });
});

describe('other answers', () => {
  it.each([
    ['a string', '"Paris"'],
    ['a number', '-0.5'],
    ['zero', '0'],
    ['a boolean', 'true'],
    ['an array', '[1, "a", [null]]'],
    ['an empty array', '[]'],
    ['an object', '{"a": {"b": 1}}'],
    ['an empty object', '{}'],
  ])('wrong: another record of the same shape, or something made up, for %s', async (_, expected) => {
    const standIn = await start({ answers: 'wrong' });
    await insert(standIn, [recordJson('"Why?"', expected), recordJson('"How?"', '"like this"')]);
    const answer = await ask(standIn, 'Why?');
    if (expected.startsWith('"')) {
      expect(answer).toBe('like this');
      return;
    }
    const right = JSON.parse(expected) as unknown;
    const wrong = JSON.parse(answer) as unknown;
    expect(wrong).not.toEqual(right);
    expect([typeof wrong, Array.isArray(wrong)]).toEqual([typeof right, Array.isArray(right)]);
  });

  it('wrong: never one that holds the right one', async () => {
    const standIn = await start({ answers: 'wrong' });
    const cells = ['4', '42', ' 4 ', 'four'].map((answer, index) => [
      { question: `Question ${index}?` },
      { answer },
      {},
      `r${index}`,
    ]);
    await upload(standIn, cells);
    expect(await ask(standIn, 'Question 0?')).toBe('four');
  });

  it('wrong: made up where no other record has a different one', async () => {
    const standIn = await start({ answers: 'wrong' });
    await upload(standIn, [
      [{ question: 'Why?' }, { answer: 'so' }, {}, 'r1'],
      [{ question: 'How?' }, { answer: 'So' }, {}, 'r2'],
    ]);
    expect(await ask(standIn, 'Why?')).toBe(MADE_UP_ANSWER);
  });

  it('echo: the question', async () => {
    expect(await ask(await start({ answers: 'echo' }), 'Why?')).toBe('Why?');
  });

  it('a function of the question', async () => {
    expect(await ask(await start({ answers: (question) => question.toUpperCase() }), 'why?')).toBe('WHY?');
  });

  it('a function that throws: an error status, and the stand-in carries on', async () => {
    const standIn = await start({
      answers: () => {
        throw new Error('out of ideas');
      },
    });
    const response = await send(standIn, '/v1/chat/completions', { messages: [] });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { message: 'out of ideas' } });
    expect((await fetch(`${standIn.origin}/info`)).status).toBe(200);
  });

  it('are counted while they are held back, and do not hold back the end', async () => {
    const standIn = await start({ answerDelay: 3_600_000 });
    const asked = [1, 2, 3].map((number) => ask(standIn, `Question ${number}`).catch(() => 'ended'));
    await vi.waitFor(() => {
      expect(standIn.mostTasksAtOnce).toBe(3);
    });
    await standIn.close();
    expect(await Promise.all(asked)).toEqual(['ended', 'ended', 'ended']);
    running.splice(0);
  });

  it('are not counted together where they come one after the other', async () => {
    const standIn = await start();
    await ask(standIn, 'one');
    await ask(standIn, 'two');
    expect(standIn.mostTasksAtOnce).toBe(1);
  });
});

describe('a dataset', () => {
  it('gets only new records when it comes again, and a new version with them', async () => {
    const standIn = await start();
    const [one, two, three] = ['1', '1.0', '2'].map((expected, index) =>
      recordJson('"Why?"', expected, `r${index}`),
    ) as [string, string, string];
    expect(await insert(standIn, [one, two])).toMatchObject([
      { id: 'r0', attributes: { version: 1 } },
      { id: 'r1', attributes: { version: 1 } },
    ]);
    expect(await insert(standIn, [one, three])).toMatchObject([{ id: 'r2', attributes: { version: 2 } }]);
    expect(await insert(standIn, [one])).toEqual([]);
    expect(standIn.datasets[0]).toMatchObject({
      version: 2,
      records: [{ id: 'r0' }, { id: 'r1' }, { id: 'r2' }],
    });
  });

  it('keeps a record as it came', async () => {
    const standIn = await start();
    const tagged = `{"input": {"__proto__": 1.50}, "expected_output": "\\ud800", "metadata": {"a": 1}, "tags": ["k:v"], "id": "r"}`;
    await insert(standIn, [tagged]);
    const [record] = standIn.datasets[0]?.records ?? [];
    expect(record).toMatchObject({
      id: 'r',
      expected_output: '\ud800',
      metadata: { a: 1 },
      tags: ['k:v'],
      arrivedAs: 'json',
      json: { input_data: '{"__proto__": 1.50}', expected_output: '"\\ud800"' },
    });
    expect(Object.keys(record?.input_data as object)).toEqual(['__proto__']);
  });
});

describe('a pull', () => {
  async function pull(standIn: StandIn, name: string, query = ''): Promise<Resource[]> {
    const { id: project } = await create(standIn, 'projects', { name: 'support' });
    const path = `/api/v2/llm-obs/v1/${project}/datasets`;
    const found = await fetch(`${standIn.origin}${path}?filter[name]=${encodeURIComponent(name)}`);
    const [dataset] = ((await found.json()) as Envelope<Resource[]>).data;
    const records = await fetch(`${standIn.origin}${path}/${dataset?.id ?? ''}/records?${query}`);
    const page = (await records.json()) as Envelope<Resource[]> & { meta: { after: string } };
    expect(page.meta.after).toBe('');
    return page.data;
  }

  it('hands out three questions with answers unless told otherwise', async () => {
    const standIn = await start();
    const records = await pull(standIn, 'qa_v3');
    expect(records).toHaveLength(3);
    for (const { attributes } of records) {
      const { question } = attributes.input as { question: string };
      expect(await ask(standIn, question)).toBe(attributes.expected_output);
    }
  });

  it('hands out the records it was given', async () => {
    const records = [
      { input_data: 'Why?', expected_output: { answer: 1 }, metadata: { a: 1 }, tags: ['k:v'] },
      { input_data: ['How?'] },
    ];
    const standIn = await start({ records });
    expect((await pull(standIn, 'qa')).map(({ attributes }) => attributes)).toEqual([
      { input: 'Why?', expected_output: { answer: 1 }, metadata: { a: 1 }, tags: ['k:v'] },
      { input: ['How?'], expected_output: null, metadata: {}, tags: [] },
    ]);
    expect(await ask(standIn, 'Why?')).toBe('{"answer":1}');
    expect(await ask(standIn, 'How?')).toBe(ANSWER_WITHOUT_EXPECTATION);
  });

  it('says which dataset and version were asked for', async () => {
    const standIn = await start();
    await pull(standIn, 'qa v3/é&');
    await pull(standIn, 'qa v3/é&', 'filter[version]=7');
    expect(standIn.pulls).toEqual([
      { dataset: 'qa v3/é&', project: 'support', version: undefined },
      { dataset: 'qa v3/é&', project: 'support', version: 7 },
    ]);
    expect(standIn.datasets).toHaveLength(1);
  });

  it('of a dataset that was created hands out what it holds', async () => {
    const standIn = await start();
    await insert(standIn, [recordJson('"Why?"', '"because"')]);
    expect((await pull(standIn, 'qa')).map(({ attributes }) => attributes.input)).toEqual(['Why?']);
  });
});

describe('a judge', () => {
  const input = { question: 'Why?' };
  it.each([
    ['the same string', 'pass', { span_output: 'so', meta: { expected_output: 'so' } }],
    ['another string', 'fail', { span_output: 'No', meta: { expected_output: 'so' } }],
    ['the same value', 'pass', { span_output: { a: [1] }, meta: { expected_output: { a: [1] } } }],
    ['the JSON of it', 'pass', { span_output: '{"a": [1.0]}', meta: { expected_output: { a: [1] } } }],
    ['a number as text', 'pass', { span_output: '42', meta: { expected_output: 42 } }],
    ['the value of an object', 'fail', { span_output: 'so', meta: { expected_output: { answer: 'so' } } }],
    ["a transform_fn's own place", 'pass', { span_output: 'so', expected_output: 'so' }],
    ['nothing expected', 'fail', { span_output: 'so', meta: { metadata: {} } }],
    ['nothing known', 'fail', {}],
  ])('compares: %s', async (_, assessment, context) => {
    const standIn = await start();
    const { attributes } = await create(standIn, 'evaluators/my%20judge/infer', { context });
    expect(attributes).toMatchObject({ status: 'OK', value: assessment, assessment });
    expect(attributes.reasoning).toContain('Simulated');
  });

  it.each([
    ['all of the context', { span_input: input, meta: { expected_output: { answer: 'because' } } }],
    ['the input alone', { span_input: input }],
    ['the expected output alone', { meta: { expected_output: { answer: 'because' } } }],
  ])("knows a CSV's single column by %s", async (_, context) => {
    const standIn = await start();
    await upload(standIn, [[input, { answer: 'because' }, {}, 'r1']]);
    const judged = async (span_output: string) =>
      (await create(standIn, 'evaluators/judge/infer', { context: { ...context, span_output } })).attributes
        .value;
    expect(await judged('because')).toBe('pass');
    expect(await judged('dunno')).toBe('fail');
  });
});

describe('the environment', () => {
  it('points the SDK and the libraries of LLMs at the stand-in, past any proxy, with keys that are none', async () => {
    const standIn = await start();
    expect(standIn.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const variables = standIn.environment();
    expect(variables).toMatchObject({
      DD_API_KEY: 'stand-in',
      DD_APPLICATION_KEY: 'stand-in',
      DD_LLMOBS_OVERRIDE_ORIGIN: standIn.origin,
      DD_TRACE_AGENT_URL: standIn.origin,
      OPENAI_API_KEY: 'stand-in',
      OPENAI_BASE_URL: `${standIn.origin}/v1`,
      HTTPS_PROXY: '',
      https_proxy: '',
      no_proxy: '*',
    });
    for (const [name, value] of Object.entries(variables)) {
      if (/_KEY(_ID)?$/.test(name)) expect([name, value]).toEqual([name, 'stand-in']);
      if (value.includes('://')) expect(value).toContain(standIn.origin);
    }
  });
});

describe('the end', () => {
  it('frees the port, though a client keeps its connection open', async () => {
    const standIn = await startStandIn();
    await fetch(`${standIn.origin}/info`);
    await standIn.close();
    await expect(fetch(`${standIn.origin}/info`)).rejects.toThrow('fetch failed');
  });
});
