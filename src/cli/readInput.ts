import { MAX_FILE_BYTES } from '../fileSystem.js';

/** Standard input to its end; what is too large for a file of a project is cut just beyond that size. */
export async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_FILE_BYTES) break;
  }
  return Buffer.concat(chunks);
}
