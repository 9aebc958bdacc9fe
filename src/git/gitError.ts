/** Why git could not say what a scan is to be compared with: something for the person at the keyboard. */
export class GitError extends Error {
  public override readonly name = 'GitError';

  public constructor(
    message: string,
    /** What to do next, a sentence each. */
    public readonly actions: readonly string[] = []
  ) {
    super(message);
  }
}
