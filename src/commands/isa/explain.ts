import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { EXPLAIN } from '../../cli/flags.js';
import type { RuleTextDocument } from '../../cli/rulesCommand.js';
import { exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.explain');

export default class Explain extends IsaCommand<RuleTextDocument> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(EXPLAIN, messages);
  public static override readonly flags = toOclifFlags(EXPLAIN, messages);
  public static override readonly errorCodes = exitCodeSection(EXPLAIN);

  public async run(): Promise<RuleTextDocument> {
    this.parsed = true;
    return runInSf<RuleTextDocument>(this, EXPLAIN);
  }
}
