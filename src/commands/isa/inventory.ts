import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { INVENTORY } from '../../cli/flags.js';
import type { InventoryDocument } from '../../inventory/render.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.inventory');

export default class Inventory extends IsaCommand<InventoryDocument> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(INVENTORY, messages);
  public static override readonly flags = toOclifFlags(INVENTORY, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(INVENTORY);

  public async run(): Promise<InventoryDocument> {
    this.parsed = true;
    return runInSf<InventoryDocument>(this, INVENTORY);
  }
}
