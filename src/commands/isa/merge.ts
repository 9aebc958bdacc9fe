import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { MERGE } from '../../cli/flags.js';
import type { Portfolio } from '../../report/mergeReports.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.merge');

export default class Merge extends IsaCommand<Portfolio> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(MERGE, messages);
  public static override readonly flags = toOclifFlags(MERGE, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(MERGE);

  public async run(): Promise<Portfolio> {
    this.parsed = true;
    return runInSf<Portfolio>(this, MERGE);
  }
}
