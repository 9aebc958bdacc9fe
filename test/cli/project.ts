import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files by path, relative to the folder that they are written to. */
export type Tree = Readonly<Record<string, string>>;

export const DEFINITION =
  '{ "packageDirectories": [{ "path": "force-app", "default": true }], "sourceApiVersion": "66.0" }';

const FOLDER = 'force-app/main/default/namedCredentials';

/** A sound project. */
export const SOUND: Tree = {
  'sfdx-project.json': DEFINITION,
  [`${FOLDER}/Bank.namedCredential-meta.xml`]: `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Bank</label>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`,
};

export const BROKEN_FILE = `${FOLDER}/Broken.namedCredential-meta.xml`;

/** A project with one file that cannot be read, which the rule `metadata-unreadable` reports whatever other rules exist. */
export const BROKEN: Tree = {
  ...SOUND,
  [BROKEN_FILE]: '<NamedCredential>\n    <label>Bank</lable>\n</NamedCredential>\n',
};

/** The same, where a config says how severe that is. */
export const brokenWithSeverity = (severity: string, folder = ''): Tree => ({
  ...BROKEN,
  [`${folder}sf-isa.yml`]: `version: 1\nrules:\n  metadata-unreadable: ${severity}\n`,
});

export const inFolder = (folder: string, tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]));

/** Folders made for a test run, which are removed at its end. */
export class Folders {
  private readonly made: string[] = [];

  public make(tree: Tree): string {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sf-isa-test-')));
    this.made.push(folder);
    for (const [path, text] of Object.entries(tree)) {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
    return folder;
  }

  public removeAll(): void {
    for (const folder of this.made.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
