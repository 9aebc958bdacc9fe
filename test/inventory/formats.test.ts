import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import MarkdownIt from 'markdown-it';
import Papa from 'papaparse';
import { decodeText } from '../../src/decodeText.js';
import { diskFileSystem, memoryFileSystem, type FileSystem } from '../../src/fileSystem.js';
import { COLUMNS } from '../../src/inventory/columns.js';
import { buildInventory, inventoryOf, type Inventory, type InventorySource } from '../../src/inventory/inventory.js';
import { inventorySchema } from '../../src/inventory/inventorySchema.js';
import {
  INVENTORY_FORMATS,
  INVENTORY_KINDS,
  type InventoryFormat,
  type InventoryKind,
} from '../../src/inventory/kinds.js';
import { renderInventory, toInventoryDocument } from '../../src/inventory/render.js';
import { widthOf } from '../../src/reporters/terminal.js';
import { secretsOf } from '../../src/model/secrets.js';
import { rules } from '../../src/rules/index.js';
import { casesOf, FIXTURES } from '../support/fixtures.js';
import { expectSnapshot } from '../support/snapshot.js';
import {
  aContext,
  elements,
  externalCredential,
  holder,
  inventoryIn,
  namedCredential,
  sourceOf,
  xml,
} from './samples.js';

const BANK = join(FIXTURES, 'projects/bank');

const rendered = (inventory: Inventory, kind: InventoryKind, format: InventoryFormat, width = 100): string =>
  renderInventory(kind, inventory[kind], format, aContext({ width }));

/** Every kind in every format, in one text. */
function everything(source: InventorySource): string {
  const inventory = buildInventory(source);
  return INVENTORY_KINDS.flatMap((kind) => INVENTORY_FORMATS.map((format) => rendered(inventory, kind, format))).join(
    '\n'
  );
}

/** The folders of all fixtures: each a project, or some metadata. */
const folders = (): readonly string[] => [
  BANK,
  ...rules.flatMap(({ id }) => [...casesOf(id, 'fail'), ...casesOf(id, 'pass')]).map(({ folder }) => folder),
];

const HOSTILE = `=1+1\u001b[31m|<b>x</b>\u202e&#64;bob ##vso[a]::error::\u0007"; [l](http://e)`;
/** Without what XML cannot hold. */
const hostileText = HOSTILE.replaceAll(/[\u0000-\u001f]/g, '')
  .replaceAll('&', '&amp;')
  .replaceAll('<', '&lt;');

const hostileProject = (): Inventory =>
  inventoryIn(
    {
      [`namedCredentials/${HOSTILE.replaceAll('/', '')}.namedCredential`]: namedCredential('https://erp.example', {
        certificate: hostileText,
        external: hostileText,
      }),
      'connectedApps/Portal.connectedApp': xml(
        'ConnectedApp',
        `<label>x</label><oauthConfig>${elements({ callbackUrl: hostileText, isClientCredentialEnabled: 'true', oauthClientCredentialUser: hostileText, scopes: hostileText })}</oauthConfig><permissionSetName>${hostileText}</permissionSetName>`
      ),
      'permissionsets/P.permissionset': holder('PermissionSet', {
        principals: [`X-${hostileText}`],
        objects: { [hostileText]: 'r' },
      }),
    },
    `version: 1\nintegrations:\n  - { id: one, components: ['ConnectedApp:Portal'], owner: ${JSON.stringify(HOSTILE)} }\n`
  );

describe('formats of inventories', () => {
  const bank = (): Inventory => buildInventory(sourceOf(diskFileSystem(BANK)));

  it('show the bank', () => {
    const inventory = bank();
    for (const kind of INVENTORY_KINDS) expectSnapshot(`inventory-${kind}`, rendered(inventory, kind, 'table'));
    expectSnapshot('inventory-csv', rendered(inventory, 'integrations', 'csv'));
    expectSnapshot('inventory-markdown', rendered(inventory, 'certificates', 'markdown'));
  });

  it('say what was looked for where there is nothing', () => {
    const inventory = inventoryIn({});
    for (const kind of INVENTORY_KINDS) {
      expect(rendered(inventory, kind, 'table')).to.match(/^There are no \w+ in the project: looked for [^]+\.\n$/);
      expect(rendered(inventory, kind, 'markdown')).to.match(/looked for/);
      expect(rendered(inventory, kind, 'csv').split('\r\n')).to.have.length(2);
      expect(JSON.parse(rendered(inventory, kind, 'json'))).to.deep.include({ [kind]: [] });
    }
  });

  it('keep hostile names from acting', () => {
    const inventory = hostileProject();
    for (const kind of ['integrations', 'apps', 'principals'] as const) {
      for (const format of INVENTORY_FORMATS) {
        const text = rendered(inventory, kind, format);
        expect(text, format).not.to.match(/(?![\r\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202e]|##vso\[/u);
        if (format === 'table') expect(text).not.to.match(/(?<!\S)::error/);
      }
      const cells = Papa.parse<string[]>(rendered(inventory, kind, 'csv')).data.flat();
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).to.deep.equal([]);
      const html = new MarkdownIt({ html: true, linkify: true }).render(rendered(inventory, kind, 'markdown'));
      expect(html).not.to.match(/<(?:b|a)\b/);
    }
    expect(rendered(inventory, 'integrations', 'csv')).to.include(`"'=1+1`);
  });

  it('fit into the width of a terminal, and lose nothing in csv and json', () => {
    for (const inventory of [bank(), hostileProject()]) {
      for (const kind of INVENTORY_KINDS) {
        for (const width of [60, 80, 100, 120]) {
          for (const line of rendered(inventory, kind, 'table', width).split('\n')) {
            expect(widthOf(line), line).to.be.at.most(width);
          }
        }
      }
    }
    const long = Array.from({ length: 300 }, (_, index) => `Object_${index}__c`);
    const inventory = inventoryIn({
      'permissionsets/Wide_Sync.permissionset': holder('PermissionSet', {
        objects: Object.fromEntries(long.map((name, index) => [name, 'crud'.slice(0, 1 + (index % 4))])),
      }),
    });
    expect(rendered(inventory, 'principals', 'table'))
      .to.include('…')
      .and.not.include('Object_299__c');
    for (const name of long) {
      expect(rendered(inventory, 'principals', 'csv')).to.include(name);
      expect(rendered(inventory, 'principals', 'json')).to.include(`"${name}"`);
    }
  });

  it('have a cell in every row of a spreadsheet', () => {
    const inventory = bank();
    for (const kind of INVENTORY_KINDS) {
      const { data, errors } = Papa.parse<string[]>(rendered(inventory, kind, 'csv'), { skipEmptyLines: true });
      expect(errors).to.deep.equal([]);
      const titles = (COLUMNS[kind].wide as ReadonlyArray<{ readonly title: string }>).map(({ title }) =>
        title.toLowerCase()
      );
      expect(data[0]).to.deep.equal(titles);
      expect(new Set(titles).size).to.equal(titles.length);
      expect(data).to.have.length(inventory[kind].length + 1);
      for (const row of data) expect(row).to.have.length(titles.length);
    }
  });

  it('leave empty only what the register or an owner would say', () => {
    const mayBeEmpty =
      /owner|criticality|classification|duty|gateway|private connect|justification|reviewed|integrations|note/;
    for (const folder of folders()) {
      const inventory = buildInventory(sourceOf(diskFileSystem(folder)));
      for (const kind of INVENTORY_KINDS) {
        const { data } = Papa.parse<Record<string, string>>(rendered(inventory, kind, 'csv'), {
          header: true,
          skipEmptyLines: true,
        });
        for (const row of data) {
          const empty = Object.keys(row).filter((title) => row[title] === '' && !mayBeEmpty.test(title));
          expect(empty, `${folder} ${JSON.stringify(row)}`).to.deep.equal([]);
        }
      }
    }
  }).timeout(60_000);

  it('are the same for the same files in whatever order', () => {
    const disk = diskFileSystem(join(FIXTURES, 'rules'));
    const backwards: FileSystem = { ...disk, list: (folder) => [...disk.list(folder)].reverse() };
    for (const [one, other] of [
      [
        diskFileSystem(BANK),
        { ...diskFileSystem(BANK), list: (folder: string) => [...diskFileSystem(BANK).list(folder)].reverse() },
      ],
      [disk, backwards],
    ] as const) {
      expect(everything(sourceOf(other))).to.equal(everything(sourceOf(one)));
    }
  }).timeout(60_000);

  it('never hold a secret of the fixtures, a consumer key or the value of a header', () => {
    let count = 0;
    for (const { folder } of casesOf('secret-in-metadata', 'fail')) {
      const source = sourceOf(diskFileSystem(folder));
      const text = everything(source);
      const secrets = source.projects.flatMap(({ project }) =>
        secretsOf(project).flatMap(({ field, kind }) => {
          if (kind !== 'live') return [];
          const written = decodeText(readFileSync(join(folder, field.at.file))).text!;
          return [written.slice(field.at.start, field.at.end), field.value];
        })
      );
      const others = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .flatMap((entry) => [
          ...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(
            /<consumerKey>([^<]+)<|<password>([^<]+)<|<username>([^<]+)<|<headerFieldValue>([^<]+)</g
          ),
        ])
        .flatMap(([, ...groups]) => groups.filter((group) => group !== undefined))
        .filter((value) => value.length > 8);
      for (const secret of [...secrets, ...others]) {
        count += 1;
        expect(text, `${folder}: ${secret}`).not.to.include(secret);
      }
    }
    expect(count).to.be.above(40);
  }).timeout(60_000);

  it('blot out a token wherever somebody has written one', () => {
    const token = `ghp_${'aB3dE6gH9jK2mN5pQ8sT1vX4zC7fR0wY'.repeat(2).slice(0, 36)}`;
    const { integrations, principals } = inventoryIn({
      'externalCredentials/ERP.externalCredential': externalCredential('Basic', {
        principals: { [token]: 'NamedPrincipal' },
      }),
      'namedCredentials/ERP.namedCredential': namedCredential('https://erp.example', { external: 'ERP' }),
      'permissionsets/P.permissionset': holder('PermissionSet', { principals: [`ERP-${token}`] }),
    });
    const text = JSON.stringify([integrations, principals]);
    expect(text).not.to.include(token);
    expect(text).to.include('****');
  });

  it('show 400 integrations in a moment', () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        [
          `namedCredentials/C${index}.namedCredential`,
          namedCredential(`https://host${index}.example`, { external: `C${index}` }),
        ],
        [
          `externalCredentials/C${index}.externalCredential`,
          externalCredential('Basic', { principals: { P: 'NamedPrincipal' } }),
        ],
        [`permissionsets/S${index}.permissionset`, holder('PermissionSet', { principals: [`C${index}-P`] })],
      ]).flat()
    );
    const entries = Array.from(
      { length: 400 },
      (_, index) => `  - { id: c-${index}, components: ['*:C${index}'], owner: team }\n`
    );
    const source = sourceOf(memoryFileSystem(files), `version: 1\nintegrations:\n${entries.join('')}`);
    const start = performance.now();
    const text = renderInventory('integrations', inventoryOf('integrations', source), 'table', aContext());
    expect(performance.now() - start).to.be.below(5000);
    expect(text).to.match(/\n400 integrations in 1 project\.\n/);
    expect(text.split('\n').length).to.be.below(400 * 8);
  }).timeout(60_000);
});

describe('schemas/inventory.json', () => {
  const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(inventorySchema);

  it('is what the code says; run npm run generate', () => {
    expect(JSON.parse(readFileSync('schemas/inventory.json', 'utf8'))).to.deep.equal(inventorySchema);
  });

  it('describes every document', () => {
    const sources = folders().map((folder) => buildInventory(sourceOf(diskFileSystem(folder))));
    for (const inventory of [...sources, hostileProject()]) {
      for (const kind of INVENTORY_KINDS) {
        const document: unknown = JSON.parse(JSON.stringify(toInventoryDocument(kind, inventory[kind], aContext())));
        expect(validate(document), `${kind} ${JSON.stringify(validate.errors, undefined, 1)}`).to.equal(true);
      }
    }
  }).timeout(60_000);

  it('refuses what is not in it', () => {
    const inventory = buildInventory(sourceOf(diskFileSystem(BANK)));
    const document = toInventoryDocument('integrations', inventory.integrations, aContext());
    const [row] = inventory.integrations;
    for (const wrong of [
      { ...document, extra: 1 },
      { ...document, schemaVersion: '2.0' },
      { ...document, integrations: [{ ...row, password: 'x' }] },
      { ...document, integrations: [{ ...row, host: 'erp.example' }] },
      { ...document, integrations: [{ ...row, mutualTls: 'maybe' }] },
    ]) {
      expect(validate(JSON.parse(JSON.stringify(wrong)))).to.equal(false);
    }
  });
});
