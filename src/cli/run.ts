import { EXPLAIN, RULES, SCAN, type CommandDeclaration, type Flag } from './flags.js';
import type { Host, Outcome } from './host.js';
import { parseArguments } from './parseArguments.js';
import { runScan } from './scanCommand.js';

/**
 * Runs one command: what both doors do. It prints nothing and leaves the process alone.
 *
 * @param hostFlags flags of the door itself, which are accepted and left alone
 */
export async function runCommand(
  name: CommandDeclaration['name'],
  argv: readonly string[],
  host: Host,
  hostFlags: readonly Flag[]
): Promise<Outcome<unknown>> {
  if (name === SCAN.name) return runScan(parseArguments(SCAN, argv, hostFlags), host);
  if (name === RULES.name) {
    const given = parseArguments(RULES, argv, hostFlags);
    const { runRules } = await import('./rulesCommand.js');
    return runRules(given, host);
  }
  const given = parseArguments(EXPLAIN, argv, hostFlags);
  const { runExplain } = await import('./rulesCommand.js');
  return runExplain(given, host);
}
