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

/**
 * Turns an error of the operating system (no space, no permission, a file that vanished) into one that the user can
 * mend; every other error stays as it is.
 *
 * @param problem what could not be done with which file, where more is known than that it cannot be used
 * @param hint how to mend it
 */
export function asUserError(
  error: unknown,
  problem?: string,
  hint = 'Check that it is there, its permissions, and the space on the disk.',
): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (error instanceof UserError || typeof code !== 'string') return error;
  return new UserError(`${problem ?? `${path ?? 'a file'} cannot be used`} (${code})`, hint);
}
