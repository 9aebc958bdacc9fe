import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/flags.js';
import { ROOT } from './program.js';

const SNAPSHOT = join(ROOT, 'command-snapshot.json');

interface CommandClass {
  readonly aliases: readonly string[];
  readonly baseFlags: object;
  readonly enableJsonFlag: boolean;
  readonly flags: Readonly<Record<string, { readonly char?: string; readonly aliases?: readonly string[] }>>;
  readonly summary: string;
  readonly examples: readonly string[];
}

describe('the commands of the Salesforce CLI', function () {
  this.timeout(60_000);
  const classes = new Map<string, CommandClass>();

  before(async () => {
    for (const { name } of COMMANDS) {
      const loaded = (await import(`../../src/commands/isa/${name.replace(' ', '/')}.js`)) as { readonly default: CommandClass };
      classes.set(name, loaded.default);
    }
  });

  // The form that @salesforce/plugin-command-snapshot writes.
  it('are those of command-snapshot.json (UPDATE_COMMAND_SNAPSHOT=1 writes it)', () => {
    const snapshot = [...classes]
      .map(([name, { aliases, baseFlags, enableJsonFlag, flags }]) => ({
        alias: [...aliases],
        command: `isa:${name.replace(' ', ':')}`,
        flagAliases: Object.values(flags).flatMap((flag) => flag.aliases ?? []),
        flagChars: Object.values(flags)
          .flatMap(({ char }) => char ?? [])
          .sort(),
        flags: [...Object.keys(flags), ...Object.keys(baseFlags), ...(enableJsonFlag ? ['json'] : [])].sort(),
        plugin: 'sf-isa',
      }))
      .sort((a, b) => (a.command < b.command ? -1 : 1));
    if (process.env['UPDATE_COMMAND_SNAPSHOT']) writeFileSync(SNAPSHOT, `${JSON.stringify(snapshot, undefined, 2)}\n`);
    expect(JSON.parse(readFileSync(SNAPSHOT, 'utf8'))).to.deep.equal(snapshot);
  });

  it('have a summary and examples', () => {
    for (const { summary, examples } of classes.values()) {
      expect(summary).to.match(/^[A-Z][^\n]*\.$/);
      expect(examples.length).to.be.above(1);
      for (const example of examples) expect(example).to.match(/^[A-Z][^\n]*:\n<%= config\.bin %> <%= command\.id %>/);
    }
  });
});
