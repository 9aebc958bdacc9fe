import { main } from '../src/cli/bin.js';

/** Put in by the build. */
declare const SF_ISA_VERSION: string;

void main(SF_ISA_VERSION, async () => (await import('./messages.js')).messages);
