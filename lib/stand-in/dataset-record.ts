import { iterator, parse, type AnyNode, type ValueNode } from '@humanwhocodes/momoa';
import { parse as parseCsv } from 'csv-parse';
import { Readable } from 'node:stream';
import { array, object, Refusal, string } from './refusal.js';

/** A record as Datadog would hold it. The names are the SDK's own. */
export interface DatasetRecord {
  readonly id: string;
  readonly input_data: unknown;
  /** The SDK sends `None` as `""`, and a CSV's columns as a dict. */
  readonly expected_output: unknown;
  readonly metadata: unknown;
  /** Empty where the record came in a CSV, which carries none. */
  readonly tags: readonly string[];
  /** `csv` is the upload that `create_dataset_from_csv` makes, `json` everything else. */
  readonly arrivedAs: 'csv' | 'json';
  /** The JSON as it came, in which numbers keep their digits: `1.0`, integers beyond 2^53. */
  readonly json: { readonly input_data: string; readonly expected_output: string };
}

/** A record to hand out when a dataset is pulled. */
export interface RecordToHandOut {
  readonly input_data: unknown;
  readonly expected_output?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
}

/**
 * @param record one of the records to hand out
 * @param index its place among them, which its id is made of
 * @returns the record as if it had been stored
 */
export function recordToHandOut(record: RecordToHandOut, index: number): DatasetRecord {
  const { input_data, expected_output = null, metadata = {}, tags = [] } = record;
  return {
    id: `record-${index + 1}`,
    input_data,
    expected_output,
    metadata,
    tags,
    arrivedAs: 'json',
    json: {
      input_data: JSON.stringify(input_data ?? null),
      expected_output: JSON.stringify(expected_output),
    },
  };
}

/**
 * @param text the body of a `batch_update`
 * @returns the records it inserts, in their order. What it updates and deletes is left alone: `create_dataset`
 * does neither
 * @throws {Refusal} 400 where the body is no such request
 */
export function recordsOfBatch(text: string): DatasetRecord[] {
  const document = parseJson(text);
  const inserted = ['data', 'attributes', 'insert_records'].reduce<ValueNode | undefined>(member, document);
  if (inserted?.type !== 'Array') throw new Refusal(400, 'data.attributes.insert_records is not an array');
  return inserted.elements.map(({ value: node }, index) => {
    const record = object(JSON.parse(source(node, text)), `insert_records[${index}]`);
    return {
      id: string(record.id, `insert_records[${index}].id`),
      input_data: record.input,
      expected_output: record.expected_output,
      metadata: record.metadata,
      tags: array(record.tags ?? [], `insert_records[${index}].tags`).map(String),
      arrivedAs: 'json',
      json: {
        input_data: source(member(node, 'input'), text),
        expected_output: source(member(node, 'expected_output'), text),
      },
    };
  });
}

/**
 * @param bytes the body of a `records/upload`
 * @param contentType its `Content-Type`, `multipart/form-data` with the boundary
 * @returns the records of the CSV in it, whose cells `input`, `expected_output` and `metadata` hold JSON
 * @throws {Refusal} 400 where the body is no such upload
 */
export async function recordsOfUpload(bytes: Buffer, contentType: string): Promise<DatasetRecord[]> {
  const upload = new Response(bytes, { headers: { 'content-type': contentType } });
  // Deprecated for servers that strangers reach; this one is reached by the SDK on the same machine.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const form = await upload.formData().catch(() => {
    throw new Refusal(400, 'the upload is not multipart/form-data');
  });
  const file = form.get('file');
  if (file === null || typeof file === 'string') throw new Refusal(400, 'the upload holds no file');

  const rows = Readable.fromWeb(file.stream()).pipe(parseCsv({ columns: true }));
  const records: DatasetRecord[] = [];
  try {
    for await (const row of rows as AsyncIterable<Record<string, string>>) records.push(recordOfRow(row));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, `the upload is no CSV of JSON cells: ${String(error)}`);
  }
  return records;
}

function recordOfRow(row: Record<string, string>): DatasetRecord {
  const [id, input, expected, metadata] = ['id', 'input', 'expected_output', 'metadata'].map((column) =>
    string(row[column], `the column ${column}`),
  ) as [string, string, string, string];
  return {
    id,
    input_data: JSON.parse(input),
    expected_output: JSON.parse(expected),
    metadata: JSON.parse(metadata),
    tags: [],
    arrivedAs: 'csv',
    json: { input_data: input, expected_output: expected },
  };
}

/** A step of the iterator, whose own type knows nothing of its nodes but that they have a type. */
interface Step {
  readonly node: AnyNode;
  readonly parent?: AnyNode;
  readonly phase: 'enter' | 'exit';
}

/**
 * @param json a JSON value
 * @returns the text of each string and number in it, keys left out: a number with the digits it was written with
 */
export function leaves(json: string): string[] {
  const texts: string[] = [];
  for (const { node, parent, phase } of iterator(parseJson(json)) as Iterable<Step>) {
    if (phase !== 'enter' || (parent?.type === 'Member' && parent.name === node)) continue;
    if (node.type === 'String') texts.push(node.value);
    if (node.type === 'Number') texts.push(source(node, json));
  }
  return texts;
}

function parseJson(text: string): ValueNode {
  try {
    return parse(text, { ranges: true }).body;
  } catch (error) {
    throw new Refusal(400, `the body is not JSON: ${String(error)}`);
  }
}

/** The last member of that name, which is the one that counts where a key stands twice. */
function member(node: AnyNode | undefined, name: string): ValueNode | undefined {
  if (node?.type !== 'Object') return undefined;
  return node.members.findLast((each) => each.name.type === 'String' && each.name.value === name)?.value;
}

function source(node: ValueNode | undefined, text: string): string {
  return node?.range === undefined ? 'null' : text.slice(...node.range);
}
