/** A request that is answered with an error status: the fault is the request's, the stand-in carries on. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  /**
   * @param status the HTTP status of the answer
   * @param message what is wrong with the request, told to the client
   */
  constructor(
    readonly status: 400 | 404 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/**
 * @param value any JSON value of a request
 * @param what where it stood, for the message
 * @returns the value, now known to be a JSON object
 * @throws {Refusal} 400 where it is something else
 */
export function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, `${what} is not an object`);
  }
  return value as Record<string, unknown>;
}

/**
 * @param value any JSON value of a request
 * @param what where it stood, for the message
 * @returns the value, now known to be an array
 * @throws {Refusal} 400 where it is something else
 */
export function array(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new Refusal(400, `${what} is not an array`);
  return value;
}

/**
 * @param value any JSON value of a request
 * @param what where it stood, for the message
 * @returns the value, now known to be a string
 * @throws {Refusal} 400 where it is something else
 */
export function string(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Refusal(400, `${what} is not a string`);
  return value;
}

/**
 * @param body the body of a request to Datadog
 * @returns the `data.attributes` that every one of them carries
 * @throws {Refusal} 400 where there are none
 */
export function attributes(body: unknown): Record<string, unknown> {
  return object(object(object(body, 'the body').data, 'data').attributes, 'data.attributes');
}
