/**
 * A mistake that the user can mend: shown as it is, without a stack trace.
 *
 * It never has a `code`: `yo` passes an error's `code` to `process.exit`, which refuses a string.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param message what is wrong and where (file, line, record, column): one sentence, no trailing full stop
   * @param hint how to mend it, shown on a line of its own
   */
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(hint === undefined ? message : `${message}\n${hint}`);
  }
}
