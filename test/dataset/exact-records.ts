import type { DatasetRecord } from '../../lib/dataset/dataset-record.js';
import { isJsonArray, isJsonObject, type JsonObject } from '../../lib/dataset/json-value.js';
import { parseJson } from '../../lib/dataset/parse-json.js';

/** The records of a document, as they are, with neutral values for what they lack. */
export function recordsOf(document: string): DatasetRecord[] {
  const records = parseJson(document, 'data.json');
  if (!isJsonArray(records)) throw new Error('not an array');
  return records.filter(isJsonObject).map((record: JsonObject) => ({
    inputData: record.get('input_data') ?? null,
    expectedOutput: record.get('expected_output') ?? null,
    metadata: (record.get('metadata') ?? new Map()) as JsonObject,
    tags: (record.get('tags') ?? []) as readonly string[],
  }));
}
