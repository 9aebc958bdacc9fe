import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { EXPLAIN } from '../../cli/flags.js';
import { toJsonText } from '../../cli/json.js';
import type { RuleTextDocument } from '../../cli/rulesCommand.js';
import { exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.explain');

export default class Explain extends SfCommand<RuleTextDocument> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly strict = false;
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(EXPLAIN, messages);
  public static override readonly flags = toOclifFlags(EXPLAIN, messages);
  public static override readonly errorCodes = exitCodeSection(EXPLAIN);

  public async run(): Promise<RuleTextDocument> {
    this.parsed = true;
    return runInSf<RuleTextDocument>(this, EXPLAIN);
  }

  /** As the bin prints it. */
  public override logJson(json: unknown): void {
    process.stdout.write(toJsonText(json));
  }
}
