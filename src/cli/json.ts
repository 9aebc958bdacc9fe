import { escapeActive } from '../reporters/json.js';
import type { Failure } from './failure.js';
import type { Outcome } from './host.js';

/** The envelope that the Salesforce CLI puts around every result. */
export const resultEnvelope = ({ exitCode, result, warnings }: Outcome<unknown>): object => ({
  status: exitCode,
  result,
  warnings,
});

/** The same for a command that ended without a result, without the keys that are about the Salesforce CLI itself. */
export const failureEnvelope = ({ name, message, exitCode, actions }: Failure): object => ({
  name,
  message,
  exitCode,
  ...(actions.length === 0 ? {} : { actions }),
  warnings: [],
  code: name,
  status: exitCode,
});

/** JSON with a final line break, in which nothing acts on a terminal or a build log. */
export const toJsonText = (value: unknown): string => `${escapeActive(JSON.stringify(value, undefined, 2))}\n`;
