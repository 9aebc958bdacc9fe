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
