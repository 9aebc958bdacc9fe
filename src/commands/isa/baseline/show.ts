import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { BaselineEntryState } from '../../../cli/baselineCommand.js';
import { BASELINE_SHOW } from '../../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { IsaCommand } from '../../../sf/isaCommand.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.baseline.show');

export default class BaselineShow extends IsaCommand<readonly BaselineEntryState[]> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(BASELINE_SHOW, messages);
  public static override readonly flags = toOclifFlags(BASELINE_SHOW, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(BASELINE_SHOW);

  public async run(): Promise<readonly BaselineEntryState[]> {
    this.parsed = true;
    return runInSf<readonly BaselineEntryState[]>(this, BASELINE_SHOW);
  }
}
