import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { REPORT } from '../../cli/flags.js';
import type { ReportResult } from '../../cli/reportCommand.js';
import { environmentSection, exitCodeSection, toOclifArgs, toOclifFlags } from '../../sf/declare.js';
import { IsaCommand } from '../../sf/isaCommand.js';
import { runInSf } from '../../sf/run.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-isa', 'isa.report');

export default class Report extends IsaCommand<ReportResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly args: Interfaces.ArgInput = toOclifArgs(REPORT, messages);
  public static override readonly flags = toOclifFlags(REPORT, messages);
  public static override readonly envVariablesSection = environmentSection();
  public static override readonly errorCodes = exitCodeSection(REPORT);

  public async run(): Promise<ReportResult> {
    this.parsed = true;
    return runInSf<ReportResult>(this, REPORT);
  }
}
