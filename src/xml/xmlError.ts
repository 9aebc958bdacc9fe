/** A file that is not well-formed XML, or is XML of a kind that is refused. `offset` is where it goes wrong. */
export class XmlError extends Error {
  public override readonly name = 'XmlError';

  public constructor(
    message: string,
    public readonly offset: number
  ) {
    super(message);
  }
}
