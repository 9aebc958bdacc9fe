import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { COMPLETION } from '../../cli/flags.js';
import { toJsonText } from '../../cli/json.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.completion');

export default class Completion extends SfCommand<{ readonly script: string }> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly strict = false;
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(COMPLETION, messages);
  public static override readonly flags = toOclifFlags(COMPLETION, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(COMPLETION);

  public async run(): Promise<{ readonly script: string }> {
    this.parsed = true;
    return runInSf<{ readonly script: string }>(this, COMPLETION);
  }

  /** As the bin prints it. */
  public override logJson(json: unknown): void {
    process.stdout.write(toJsonText(json));
  }
}
