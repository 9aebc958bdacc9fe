import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import type { BaselineEntryState } from '../../../cli/baselineCommand.js';
import { BASELINE_SHOW } from '../../../cli/flags.js';
import { toJsonText } from '../../../cli/json.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.baseline.show');

export default class BaselineShow extends SfCommand<readonly BaselineEntryState[]> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly strict = false;
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(BASELINE_SHOW, messages);
  public static override readonly flags = toOclifFlags(BASELINE_SHOW, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(BASELINE_SHOW);

  public async run(): Promise<readonly BaselineEntryState[]> {
    this.parsed = true;
    return runInSf<readonly BaselineEntryState[]>(this, BASELINE_SHOW);
  }

  /** As the bin prints it. */
  public override logJson(json: unknown): void {
    process.stdout.write(toJsonText(json));
  }
}
