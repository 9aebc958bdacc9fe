import { Messages } from '@salesforce/core';
import { RULES } from '../../cli/flags.js';
import type { RuleDocument } from '../../cli/rulesCommand.js';
import { exitCodeSection, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.rules');

/** The rules that pass the filters. */
export type RulesResult = RuleDocument[];

export default class Rules extends IsaCommand<RulesResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = toOclifFlags(RULES, messages);
  public static override readonly errorCodes = exitCodeSection(RULES);

  public async run(): Promise<RulesResult> {
    this.parsed = true;
    return runInSf<RulesResult>(this, RULES);
  }
}
