import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { InitResult } from '../../../cli/initCommand.js';
import { CONFIG_INIT } from '../../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { IsaCommand } from '../../../sf/isaCommand.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.config.init');

export default class ConfigInit extends IsaCommand<InitResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(CONFIG_INIT, messages);
  public static override readonly flags = toOclifFlags(CONFIG_INIT, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(CONFIG_INIT);

  public async run(): Promise<InitResult> {
    this.parsed = true;
    return runInSf<InitResult>(this, CONFIG_INIT);
  }
}
