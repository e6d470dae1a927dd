import type { JsonObject, JsonValue } from './json-value.js';

/**
 * A record as the SDK takes it. All four parts are always there: the SDK loses a record without
 * `expected_output` in silence, and refuses one whose metadata is `None`.
 */
export interface DatasetRecord {
  readonly inputData: JsonValue;
  readonly expectedOutput: JsonValue;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
}
