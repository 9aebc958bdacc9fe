import type { Reporter } from './reporter.js';
import { place, sentence } from './terminal.js';

/** `path:line:col: high[rule-id] message`, a line for each finding and nothing else: for hooks, editors and `grep`. */
export const concise: Reporter = (report, context) =>
  report.findings
    .map(
      ({ location, severity, rule, message }) =>
        `${place(location, context)}: ${severity}[${sentence(rule)}] ${sentence(message)}\n`
    )
    .join('');
