import type { DatasetRecord } from './dataset-record.js';
import { isJsonArray, isJsonObject, type JsonValue } from './json-value.js';

/**
 * Writes a value as JSON, on one line.
 *
 * @returns what reads back as the same value: numbers are their source texts, members keep their order, and lone
 *   surrogates are escapes (`JSON.stringify` has been well-formed since ECMAScript 2019), so that it fits into UTF-8
 */
export function jsonText(value: JsonValue): string {
  if (isJsonArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  if (isJsonObject(value)) {
    const members = [...value].map(([key, member]) => `${JSON.stringify(key)}: ${jsonText(member)}`);
    return `{${members.join(', ')}}`;
  }
  return value === null || typeof value !== 'object' ? JSON.stringify(value) : value.source;
}

/** Writes a record as the SDK takes it, from the JSON of its four parts. */
export function recordText(
  inputData: string,
  expectedOutput: string,
  metadata: string,
  tags: string,
): string {
  return `{"input_data": ${inputData}, "expected_output": ${expectedOutput}, "metadata": ${metadata}, "tags": ${tags}}`;
}

/** Writes a record as the SDK takes it. */
export function recordJson({ inputData, expectedOutput, metadata, tags }: DatasetRecord): string {
  return recordText(jsonText(inputData), jsonText(expectedOutput), jsonText(metadata), jsonText(tags));
}
