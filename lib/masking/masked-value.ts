/** What is masked; each is the name inside its placeholder, `<REDACTED:email>` and so on. */
export type MaskedKind = 'api-key' | 'email' | 'phone' | 'ssn';

/**
 * Where a sensitive value stands in a text: UTF-16 offsets, the end exclusive.
 *
 * It must never carry the value itself: it ends up in warnings and logs.
 */
export interface MaskedValue {
  readonly kind: MaskedKind;
  readonly start: number;
  readonly end: number;
}
