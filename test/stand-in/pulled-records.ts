import { afterEach } from 'vitest';
import type { RecordToHandOut } from '../../lib/stand-in/dataset-record.js';
import { startStandIn, type StandIn, type StandInOptions } from '../../lib/stand-in/stand-in.js';

const running: StandIn[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.close()));
});

/** Sends JSON. */
export async function post(standIn: StandIn, path: string, body: unknown): Promise<Response> {
  return fetch(standIn.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** A stand-in, ended behind the test, from which a dataset of these records has been pulled. */
export async function standInWith(
  records: readonly RecordToHandOut[],
  options: StandInOptions = {},
): Promise<StandIn> {
  const standIn = await startStandIn({ ...options, records });
  running.push(standIn);
  await post(standIn, '/api/v2/llm-obs/v1/projects', { data: { attributes: { name: 'support' } } });
  await fetch(`${standIn.origin}/api/v2/llm-obs/v1/project-1/datasets?filter[name]=qa`);
  return standIn;
}

/** Asks as OpenAI's library does, and reads the answer. */
export async function ask(standIn: StandIn, question: string, others: object = {}): Promise<string> {
  const messages = [{ role: 'user', content: question }];
  const response = await post(standIn, '/v1/chat/completions', { model: 'm', messages, ...others });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { choices } = (await response.json()) as { choices: [{ message: { content: string } }] };
  return choices[0].message.content;
}
