import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { BaselineChange } from '../../../cli/baselineCommand.js';
import { BASELINE_CREATE } from '../../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { IsaCommand } from '../../../sf/isaCommand.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.baseline.create');

export default class BaselineCreate extends IsaCommand<BaselineChange> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(BASELINE_CREATE, messages);
  public static override readonly flags = toOclifFlags(BASELINE_CREATE, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(BASELINE_CREATE);

  public async run(): Promise<BaselineChange> {
    this.parsed = true;
    return runInSf<BaselineChange>(this, BASELINE_CREATE);
  }
}
