import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import type { BaselineChange } from '../../../cli/baselineCommand.js';
import { BASELINE_PRUNE } from '../../../cli/flags.js';
import { toJsonText } from '../../../cli/json.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.baseline.prune');

export default class BaselinePrune extends SfCommand<BaselineChange> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly strict = false;
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(BASELINE_PRUNE, messages);
  public static override readonly flags = toOclifFlags(BASELINE_PRUNE, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(BASELINE_PRUNE);

  public async run(): Promise<BaselineChange> {
    this.parsed = true;
    return runInSf<BaselineChange>(this, BASELINE_PRUNE);
  }

  /** As the bin prints it. */
  public override logJson(json: unknown): void {
    process.stdout.write(toJsonText(json));
  }
}
