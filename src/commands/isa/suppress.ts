import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { SUPPRESS } from '../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import type { SuppressionChange } from '../../cli/suppressCommand.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.suppress');

export default class Suppress extends IsaCommand<SuppressionChange> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(SUPPRESS, messages);
  public static override readonly flags = toOclifFlags(SUPPRESS, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(SUPPRESS);

  public async run(): Promise<SuppressionChange> {
    this.parsed = true;
    return runInSf<SuppressionChange>(this, SUPPRESS);
  }
}
