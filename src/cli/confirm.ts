import { createInterface } from 'node:readline/promises';

/** Shows a text on the terminal and asks for a `y`; undefined where nobody sits at one. All but a yes is a no. */
export async function confirm(text: string, question: string): Promise<boolean | undefined> {
  const { stdin: input, stdout: output } = process;
  if (!input.isTTY || !output.isTTY) return undefined;
  output.write(text);
  const terminal = createInterface({ input, output });
  // Without an answer the terminal closes, and the question stays open for good.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), closed]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
