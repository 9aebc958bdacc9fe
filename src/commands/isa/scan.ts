import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { SCAN } from '../../cli/flags.js';
import type { ScanDocument } from '../../reporters/json.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.scan');

export default class Scan extends IsaCommand<ScanDocument> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(SCAN, messages);
  public static override readonly flags = toOclifFlags(SCAN, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(SCAN);

  public async run(): Promise<ScanDocument> {
    this.parsed = true;
    return runInSf<ScanDocument>(this, SCAN);
  }
}
