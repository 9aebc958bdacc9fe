import {
  BASELINE_CREATE,
  BASELINE_PRUNE,
  BASELINE_SHOW,
  COMPLETION,
  CONFIG_CHECK,
  CONFIG_INIT,
  CONFIG_SHOW,
  EXPLAIN,
  FIX,
  INVENTORY,
  MERGE,
  REPORT,
  RULES,
  SCAN,
  SUPPRESS,
  type CommandDeclaration,
  type Flag,
} from './flags.js';
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
  switch (name) {
    case SCAN.name:
      return runScan(parseArguments(SCAN, argv, hostFlags), host);
    case RULES.name: {
      const given = parseArguments(RULES, argv, hostFlags);
      const { runRules } = await import('./rulesCommand.js');
      return runRules(given, host);
    }
    case EXPLAIN.name: {
      const given = parseArguments(EXPLAIN, argv, hostFlags);
      const { runExplain } = await import('./rulesCommand.js');
      return runExplain(given, host);
    }
    case INVENTORY.name: {
      const given = parseArguments(INVENTORY, argv, hostFlags);
      const { runInventory } = await import('./inventoryCommand.js');
      return runInventory(given, host);
    }
    case REPORT.name: {
      const given = parseArguments(REPORT, argv, hostFlags);
      const { runReport } = await import('./reportCommand.js');
      return runReport(given, host);
    }
    case MERGE.name: {
      const given = parseArguments(MERGE, argv, hostFlags);
      const { runMerge } = await import('./mergeCommand.js');
      return runMerge(given, host);
    }
    case SUPPRESS.name: {
      const given = parseArguments(SUPPRESS, argv, hostFlags);
      const { runSuppress } = await import('./suppressCommand.js');
      return runSuppress(given, host);
    }
    case FIX.name: {
      const given = parseArguments(FIX, argv, hostFlags);
      const { runFix } = await import('./fixCommand.js');
      return runFix(given, host);
    }
    case BASELINE_CREATE.name: {
      const given = parseArguments(BASELINE_CREATE, argv, hostFlags);
      const { runBaselineCreate } = await import('./baselineCommand.js');
      return runBaselineCreate(given, host);
    }
    case BASELINE_PRUNE.name: {
      const given = parseArguments(BASELINE_PRUNE, argv, hostFlags);
      const { runBaselinePrune } = await import('./baselineCommand.js');
      return runBaselinePrune(given, host);
    }
    case BASELINE_SHOW.name: {
      const given = parseArguments(BASELINE_SHOW, argv, hostFlags);
      const { runBaselineShow } = await import('./baselineCommand.js');
      return runBaselineShow(given, host);
    }
    case CONFIG_CHECK.name: {
      const given = parseArguments(CONFIG_CHECK, argv, hostFlags);
      const { runConfigCheck } = await import('./configCommand.js');
      return runConfigCheck(given, host);
    }
    case CONFIG_INIT.name: {
      const given = parseArguments(CONFIG_INIT, argv, hostFlags);
      const { runConfigInit } = await import('./initCommand.js');
      return runConfigInit(given, host);
    }
    case CONFIG_SHOW.name: {
      const given = parseArguments(CONFIG_SHOW, argv, hostFlags);
      const { runConfigShow } = await import('./configCommand.js');
      return runConfigShow(given, host);
    }
    case COMPLETION.name: {
      const given = parseArguments(COMPLETION, argv, hostFlags);
      const { runCompletion } = await import('./completionCommand.js');
      return runCompletion(given, host);
    }
    default:
      throw new Error(`${name} is declared and not run`);
  }
}
