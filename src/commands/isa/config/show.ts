import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { ShownConfig } from '../../../cli/configCommand.js';
import { CONFIG_SHOW } from '../../../cli/flags.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../../sf/declare.js';
import { IsaCommand } from '../../../sf/isaCommand.js';
import { runInSf } from '../../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.config.show');

export default class ConfigShow extends IsaCommand<ShownConfig> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(CONFIG_SHOW, messages);
  public static override readonly flags = toOclifFlags(CONFIG_SHOW, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(CONFIG_SHOW);

  public async run(): Promise<ShownConfig> {
    this.parsed = true;
    return runInSf<ShownConfig>(this, CONFIG_SHOW);
  }
}
