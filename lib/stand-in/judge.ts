import { isDeepStrictEqual } from 'node:util';
import { expectedAnswer, type KnownRecords } from './known-records.js';

/** How the reasoning of every simulated judge begins. */
export const SIMULATED = 'Simulated, no judge was asked:';

/** What a judge that exists in Datadog answers: the `data.attributes` of an evaluator's `infer`. */
export interface Verdict {
  readonly status: 'OK';
  readonly value: 'pass' | 'fail';
  readonly assessment: 'pass' | 'fail';
  readonly reasoning: string;
}

/**
 * @param context what the SDK sends to a judge: `span_input`, `span_output`, `meta.expected_output`, or what the
 * user's own `transform_fn` made of them
 * @param known every record that the context may be about
 * @returns a simulated verdict: pass where the output is what was expected
 */
export function judge(context: Record<string, unknown>, known: KnownRecords): Verdict {
  const meta = context.meta as { expected_output?: unknown } | null | undefined;
  const stated = meta?.expected_output ?? context.expected_output;
  const record =
    known.having({ input: context.span_input, expected: stated }) ??
    // A transform_fn may reword the input; the expected output alone still tells how the record arrived.
    (stated === undefined ? undefined : known.having({ expected: stated }));
  const expected = stated ?? record?.expected_output;
  if (expected === undefined || expected === null || expected === '') {
    return verdict('fail', 'there is no expected output to compare with');
  }
  const met =
    means(context.span_output, expected) ||
    (record !== undefined && context.span_output === expectedAnswer(record));
  return verdict(met ? 'pass' : 'fail', `the output ${met ? 'equals' : 'differs from'} the expected output`);
}

function verdict(value: 'pass' | 'fail', why: string): Verdict {
  return { status: 'OK', value, assessment: value, reasoning: `${SIMULATED} ${why}.` };
}

/** The same value, or a text that is the JSON of it. */
function means(output: unknown, expected: unknown): boolean {
  if (isDeepStrictEqual(output, expected)) return true;
  if (typeof output !== 'string' || typeof expected === 'string') return false;
  try {
    return isDeepStrictEqual(JSON.parse(output), expected);
  } catch {
    return false;
  }
}
