import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { COMPLETION } from '../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.completion');

export default class Completion extends IsaCommand<{ readonly script: string }> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(COMPLETION, messages);
  public static override readonly flags = toOclifFlags(COMPLETION, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(COMPLETION);

  public async run(): Promise<{ readonly script: string }> {
    this.parsed = true;
    return runInSf<{ readonly script: string }>(this, COMPLETION);
  }
}
