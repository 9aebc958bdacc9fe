import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { FixResult } from '../../cli/fixCommand.js';
import { FIX } from '../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.fix');

export default class Fix extends IsaCommand<FixResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(FIX, messages);
  public static override readonly flags = toOclifFlags(FIX, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(FIX);

  public async run(): Promise<FixResult> {
    this.parsed = true;
    return runInSf<FixResult>(this, FIX);
  }
}
