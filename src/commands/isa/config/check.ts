import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { CheckedFile } from '../../../cli/configCommand.js';
import { CONFIG_CHECK } from '../../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { IsaCommand } from '../../../sf/isaCommand.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.config.check');

export default class ConfigCheck extends IsaCommand<readonly CheckedFile[]> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(CONFIG_CHECK, messages);
  public static override readonly flags = toOclifFlags(CONFIG_CHECK, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(CONFIG_CHECK);

  public async run(): Promise<readonly CheckedFile[]> {
    this.parsed = true;
    return runInSf<readonly CheckedFile[]>(this, CONFIG_CHECK);
  }
}
