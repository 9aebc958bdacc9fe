import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { BaselineChange } from '../../../cli/baselineCommand.js';
import { BASELINE_PRUNE } from '../../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { IsaCommand } from '../../../sf/isaCommand.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.baseline.prune');

export default class BaselinePrune extends IsaCommand<BaselineChange> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(BASELINE_PRUNE, messages);
  public static override readonly flags = toOclifFlags(BASELINE_PRUNE, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(BASELINE_PRUNE);

  public async run(): Promise<BaselineChange> {
    this.parsed = true;
    return runInSf<BaselineChange>(this, BASELINE_PRUNE);
  }
}
