import type { DatasetRecord } from './dataset-record.js';
import { isJsonArray, isJsonObject, nestingDepth, type JsonObject, type JsonValue } from './json-value.js';
import { maskText } from '../masking/mask-text.js';
import type { MaskingTally } from './masking-tally.js';
import { parseJson } from './parse-json.js';
import { unusedName } from './unused-name.js';
import { UserError } from '../user-error.js';

const RECORD_KEYS = ['input_data', 'expected_output', 'metadata', 'tags'];
const SDK_KEYS = ['record_id', 'canonical_id', 'id'];

/**
 * CPython's tokenizer allows 200 open brackets; three are open before a record's value:
 * `create_dataset(`, `records=[` and the record's `{`.
 */
const DEEPEST_VALUE = 197;

/**
 * Reads the records of a JSON dataset and masks them.
 *
 * @param text the file's text
 * @param file the file's name, for messages
 * @param tally masks, and counts what it masked
 * @returns the records, and warnings of what was dropped or rewritten
 * @throws UserError naming the file, the record's index and what is wrong with it
 */
export function readJsonDataset(
  text: string,
  file: string,
  tally: MaskingTally,
): { records: DatasetRecord[]; warnings: string[] } {
  const document = parseJson(text, file);
  if (!isJsonArray(document)) {
    throw new UserError(
      `${file}: the top level is ${kindOf(document)}, not an array of records`,
      'Write [{"input_data": …, "expected_output": …}, …].',
    );
  }
  if (document.length === 0) {
    throw new UserError(`${file}: the array has no records`, 'Add at least one {"input_data": …}.');
  }
  const dropped = new Map<string, number[]>();
  const bareTags: number[] = [];
  const records = document.map((value, index) => {
    const record = validate(value, index, file);
    for (const key of record.keys()) {
      if (RECORD_KEYS.includes(key)) continue;
      const indexes = dropped.get(key) ?? [];
      indexes.push(index);
      dropped.set(key, indexes);
    }
    const mask = (part: string): string => tally.mask(part, { record: index, field: () => '' });
    const tags = tagsOf(record.get('tags'), index, file);
    if (tags.some((tag) => !tag.includes(':'))) bareTags.push(index);
    return {
      inputData: maskJson(record.get('input_data') ?? null, mask),
      expectedOutput: maskJson(record.get('expected_output') ?? null, mask),
      metadata: maskJson(metadataOf(record.get('metadata'), index, file), mask) as JsonObject,
      tags: tags.map((tag) => mask(tag.includes(':') ? tag : `tag:${tag}`)),
    };
  });
  return { records, warnings: warningsOf(dropped, bareTags) };
}

function validate(value: JsonValue, index: number, file: string): JsonObject {
  if (!isJsonObject(value)) {
    throw new UserError(
      `${file}, record ${index}: ${kindOf(value)}, not an object`,
      'A record is {"input_data": …, "expected_output": …}.',
    );
  }
  if (!value.has('input_data')) {
    throw new UserError(
      `${file}, record ${index}: input_data is missing`,
      'Each record needs input_data, which may be any JSON value.',
    );
  }
  for (const key of RECORD_KEYS) {
    if (nestingDepth(value.get(key) ?? null) > DEEPEST_VALUE) {
      throw new UserError(
        `${file}, record ${index}: ${key} is nested deeper than ${DEEPEST_VALUE} levels, which Python does not compile`,
        'Flatten it, or write it as a string.',
      );
    }
  }
  return value;
}

function metadataOf(value: JsonValue | undefined, index: number, file: string): JsonObject {
  if (value === undefined || value === null) return new Map();
  if (isJsonObject(value)) return value;
  throw new UserError(
    `${file}, record ${index}: metadata is ${kindOf(value)}, not an object`,
    'Write it as {"name": value}, or leave it out.',
  );
}

function tagsOf(value: JsonValue | undefined, index: number, file: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (isJsonArray(value) && value.every((tag) => typeof tag === 'string')) return value;
  throw new UserError(
    `${file}, record ${index}: tags is ${isJsonArray(value) ? 'an array with something else than strings' : kindOf(value)}, not an array of strings`,
    'Write them as ["key:value", …], or leave them out.',
  );
}

function warningsOf(dropped: ReadonlyMap<string, readonly number[]>, bareTags: readonly number[]): string[] {
  const warnings = [...dropped].map(([key, indexes]) => {
    const why = SDK_KEYS.includes(key)
      ? 'the SDK gives ids itself'
      : `a record has only ${RECORD_KEYS.join(', ')}`;
    return `dropped ${JSON.stringify(maskText(key).text)} of ${recordList(indexes)}: ${why}`;
  });
  if (bareTags.length > 0) {
    warnings.push(
      `tags are key:value in Datadog, so a bare tag such as "smoke" became "tag:smoke" in ${recordList(bareTags)}`,
    );
  }
  return warnings;
}

function recordList(indexes: readonly number[]): string {
  const [first] = indexes;
  return indexes.length === 1
    ? `record ${first ?? 0}`
    : `${indexes.length} records (the first is ${first ?? 0}, counted from 0)`;
}

/** Masks every string of a value, keys included; keys that become equal get a number. */
export function maskJson(value: JsonValue, mask: (text: string) => string): JsonValue {
  if (typeof value === 'string') return mask(value);
  if (isJsonArray(value)) return value.map((item) => maskJson(item, mask));
  if (!isJsonObject(value)) return value;
  const masked = new Map<string, JsonValue>();
  for (const [key, member] of value) {
    masked.set(unusedName(mask(key), masked), maskJson(member, mask));
  }
  return masked;
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'an array';
  if (isJsonObject(value)) return 'an object';
  return typeof value === 'string' ? 'a string' : typeof value === 'boolean' ? 'true or false' : 'a number';
}
