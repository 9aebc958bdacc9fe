import type { Config } from '../../src/config/config.js';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { readConfig } from '../../src/config/readConfig.js';
import { memoryFileSystem, type FileSystem } from '../../src/fileSystem.js';
import { buildInventory, type Inventory, type InventorySource } from '../../src/inventory/inventory.js';
import type { InventoryContext } from '../../src/inventory/render.js';
import { rules } from '../../src/rules/index.js';
import { scan, type ConfiguredProject } from '../../src/scan.js';

export const NOW = new Date('2026-11-22T00:00:00Z');

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** A metadata file by its type and what it holds. */
export const xml = (type: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} ${NAMESPACE}>${body}</${type}>\n`;

/** `<name>text</name>` for each pair. */
export const elements = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join('');

const parameters = (element: string, list: ReadonlyArray<Readonly<Record<string, string>>>): string =>
  list.map((values) => `<${element}>${elements(values)}</${element}>`).join('');

/** A Named Credential in the current shape. */
export function namedCredential(
  url: string,
  {
    certificate,
    external,
    connection,
    more = '',
  }: {
    readonly certificate?: string;
    readonly external?: string;
    readonly connection?: string;
    readonly more?: string;
  } = {}
): string {
  return xml(
    'NamedCredential',
    parameters('namedCredentialParameters', [
      { parameterName: 'Url', parameterType: 'Url', parameterValue: url },
      ...(certificate === undefined
        ? []
        : [{ certificate, parameterName: 'ClientCertificate', parameterType: 'ClientCertificate' }]),
      ...(external === undefined
        ? []
        : [{ externalCredential: external, parameterName: 'Auth', parameterType: 'Authentication' }]),
      ...(connection === undefined
        ? []
        : [
            {
              outboundNetworkConnection: connection,
              parameterName: 'Connection',
              parameterType: 'OutboundNetworkConnection',
            },
          ]),
    ]) + `${more}<label>x</label><namedCredentialType>SecuredEndpoint</namedCredentialType>`
  );
}

/** An External Credential: `principals` by name with their types, and further parameters. */
export function externalCredential(
  protocol: string,
  {
    principals = {},
    parameters: more = [],
  }: {
    readonly principals?: Readonly<Record<string, string>>;
    readonly parameters?: ReadonlyArray<Readonly<Record<string, string>>>;
  } = {}
): string {
  return xml(
    'ExternalCredential',
    `<authenticationProtocol>${protocol}</authenticationProtocol>` +
      parameters('externalCredentialParameters', [
        ...more,
        ...Object.entries(principals).map(([name, parameterType]) => ({
          parameterGroup: name,
          parameterName: name,
          parameterType,
        })),
      ]) +
      '<label>x</label>'
  );
}

/** What a permission set or its like enables: `principals` as `Credential-Principal`, `objects` as `Account: 'cred'`. */
export interface Enabled {
  readonly principals?: readonly string[];
  readonly permissions?: readonly string[];
  readonly objects?: Readonly<Record<string, string>>;
  readonly more?: string;
}

const FLAGS = {
  c: 'allowCreate',
  d: 'allowDelete',
  u: 'allowEdit',
  r: 'allowRead',
  m: 'modifyAllRecords',
  f: 'viewAllFields',
  v: 'viewAllRecords',
} as const;

export function holder(type: string, { principals = [], permissions = [], objects = {}, more = '' }: Enabled): string {
  return xml(
    type,
    [
      ...principals.map(
        (name) =>
          `<externalCredentialPrincipalAccesses><enabled>true</enabled><externalCredentialPrincipal>${name}</externalCredentialPrincipal></externalCredentialPrincipalAccesses>`
      ),
      ...Object.entries(objects).map(
        ([object, letters]) =>
          `<objectPermissions>${Object.entries(FLAGS)
            .map(([letter, flag]) => `<${flag}>${letters.includes(letter)}</${flag}>`)
            .join('')}<object>${object}</object></objectPermissions>`
      ),
      ...permissions.map((name) => `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>`),
      '<label>x</label>',
      more,
    ].join('')
  );
}

export const group = (sets: readonly string[], muting: readonly string[] = []): string =>
  xml(
    'PermissionSetGroup',
    `<label>x</label>${muting.map((name) => `<mutingPermissionSets>${name}</mutingPermissionSets>`).join('')}${sets
      .map((name) => `<permissionSets>${name}</permissionSets>`)
      .join('')}`
  );

/** Reads a tree as a scan does. `config`: the text of `sf-isa.yml`, which holds for every project. */
export function sourceOf(fileSystem: FileSystem, config?: string): InventorySource {
  const read: Config = config === undefined ? DEFAULT_CONFIG : readConfig(config, 'sf-isa.yml', rules);
  let projects: readonly ConfiguredProject[] = [];
  const { findings } = scan({
    fileSystem,
    now: NOW,
    reportsAll: true,
    configOf: () => read,
    onProjects: (all) => (projects = all),
  });
  return { projects, findings, now: NOW };
}

/** Everything that is said of some files. */
export const inventoryIn = (files: Readonly<Record<string, string>>, config?: string): Inventory =>
  buildInventory(sourceOf(memoryFileSystem(files), config));

export const aContext = (overrides: Partial<InventoryContext> = {}): InventoryContext => ({
  version: '0.1.0',
  now: NOW,
  projects: ['.'],
  hasRegister: false,
  width: 100,
  color: false,
  ...overrides,
});
