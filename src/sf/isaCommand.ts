import { SfCommand } from '@salesforce/sf-plugins-core';
import { toJsonText } from '../reporters/json.js';

/** What the commands of the Salesforce CLI have in common, so that they print what the bin prints. */
export abstract class IsaCommand<Result> extends SfCommand<Result> {
  // Our own parser refuses what is wrong, in the words that both doors have.
  public static override readonly strict = false;

  /** As the bin prints it. */
  public override logJson(json: unknown): void {
    process.stdout.write(toJsonText(json));
  }
}
