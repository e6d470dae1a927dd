/**
 * A JSON value that keeps what a JavaScript object would lose: a number stays its source text, and an object is
 * a Map, so that `__proto__` is a key like any other and `"2"` does not move in front of `"b"`.
 */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

export type JsonObject = ReadonlyMap<string, JsonValue>;

/** A number as it was written in the source, which is also how Python reads it: `1E400`, `-0.0`, forty digits. */
export class JsonNumber {
  constructor(readonly source: string) {}
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

/** How deep arrays and objects are nested: 0 for a scalar, 1 for `[]`. */
export function nestingDepth(value: JsonValue): number {
  if (!isJsonArray(value) && !isJsonObject(value)) return 0;
  let deepest = 0;
  for (const item of value.values()) deepest = Math.max(deepest, nestingDepth(item));
  return deepest + 1;
}

/** A JSON value as `JSON.parse` gives it: quick to come by, and not exact. */
export type PlainJson =
  null | boolean | number | string | readonly PlainJson[] | { readonly [key: string]: PlainJson };
