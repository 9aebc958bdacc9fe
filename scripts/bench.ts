/**
 * `npm run bench [-- --profiles 130] [--megabytes 4.5] [--files 10000] [--runs 9] [--integrations 400]
 * [--only start-up|profiles|since|report]`: times
 * the bin as whole processes, always beside a yardstick in turn, and prints ratios of medians. Inputs are made from a seed in
 * a temporary folder.
 *
 * - start-up: the bin on `fixtures/projects/bank`, against `node -e 0`
 * - profiles: the bin on a project with many big profiles, against walking that folder and reading the files
 * - since: the bin with `--since` on a repository with many files, of which a branch changes a few, against a plain scan
 * - report: the report as HTML of a project with many integrations, against a scan of it
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'dist/sf-isa.cjs');
const bank = join(root, 'fixtures/projects/bank');
const NOW = '2026-11-22';

const { values } = parseArgs({
  options: {
    profiles: { type: 'string', default: '130' },
    megabytes: { type: 'string', default: '4.5' },
    files: { type: 'string', default: '10000' },
    integrations: { type: 'string', default: '400' },
    runs: { type: 'string', default: '9' },
    only: { type: 'string' },
  },
});
const runs = Number(values.runs);

const isAsked = (name: string): boolean => values.only === undefined || values.only === name;
if (isAsked('start-up')) benchStartUp();
if (isAsked('profiles')) benchProfiles(Number(values.profiles), Number(values.megabytes) * 1_000_000);
if (isAsked('since')) benchSince(Number(values.files));
if (isAsked('report')) benchReport(Number(values.integrations));

function benchStartUp(): void {
  const [scan, nothing] = compare([bin, 'scan', bank, '--now', NOW, '--fail-on', 'never'], ['-e', '0'], runs * 3);
  print('start-up: sf-isa scan of the bank', scan, 'node -e 0', nothing);
}

/** `count` profiles of `bytes` each beside the bank, one of them an integration profile that may modify all data. */
function benchProfiles(count: number, bytes: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'sf-isa-bench-'));
  try {
    cpSync(bank, folder, { recursive: true });
    const profiles = join(folder, 'force-app/main/default/profiles');
    mkdirSync(profiles, { recursive: true });
    const planted = Math.floor(count / 2);
    for (let index = 0; index < count; index += 1) {
      const name = index === planted ? 'Warehouse Integration' : `Branch ${index}`;
      writeProfile(join(profiles, `${name}.profile-meta.xml`), bytes, index, index === planted);
    }
    const scan = [bin, 'scan', folder, '--now', NOW, '--fail-on', 'never', '--format', 'json'];
    const found = JSON.parse(execFileSync(process.execPath, scan, { maxBuffer: 1e9 }).toString()) as {
      findings: Array<{ rule: string; component: { fullName: string } }>;
    };
    const isFound = found.findings.some(
      ({ rule, component }) => rule === 'sync-permission-admin' && component.fullName === 'Warehouse Integration'
    );
    const walk = `
      const { readdirSync, readFileSync } = require('node:fs');
      const { join } = require('node:path');
      (function walk(folder) {
        for (const entry of readdirSync(folder, { withFileTypes: true })) {
          const path = join(folder, entry.name);
          if (entry.isDirectory()) walk(path);
          else readFileSync(path);
        }
      })(process.argv[1]);`;
    const [scanned, walked] = compare(scan, ['-e', walk, folder], Math.max(3, Math.floor(runs / 2)));
    print(`profiles: sf-isa scan of ${count} profiles of ${bytes / 1e6} MB`, scanned, 'walk and read', walked);
    process.stdout.write(`  peak memory ${peakMegabytes(scan)} MB, planted finding ${isFound ? 'found' : 'MISSED'}\n`);
    if (!isFound) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes in pieces, so that the benchmark itself stays small. */
function writeProfile(path: string, bytes: number, seed: number, isPlanted: boolean): void {
  const file = openSync(path, 'w');
  let size = 0;
  const put = (text: string): void => {
    size += writeSync(file, text);
  };
  put(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Profile xmlns="http://soap.sforce.com/2006/04/metadata">\n    <custom>true</custom>\n'
  );
  for (let index = 0; size < bytes;) {
    let piece = '';
    for (const end = index + 2000; index < end; index += 1) {
      const number = (index * 2654435761 + seed) >>> 0;
      if (number % 10 < 5) {
        piece += `    <fieldPermissions>\n        <editable>${number % 2 === 0}</editable>\n        <field>Object_${number % 300}__c.Field_${index}__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`;
      } else if (number % 10 < 7) {
        piece += `    <classAccesses>\n        <apexClass>Handler_${index}</apexClass>\n        <enabled>false</enabled>\n    </classAccesses>\n`;
      } else if (number % 10 === 7) {
        piece += `    <layoutAssignments>\n        <layout>Object_${number % 300}__c-Layout %26 ${index}</layout>\n    </layoutAssignments>\n`;
      } else if (number % 10 === 8) {
        piece += `    <recordTypeVisibilities>\n        <default>false</default>\n        <recordType>Object_${number % 300}__c.Type_${index}</recordType>\n        <visible>true</visible>\n    </recordTypeVisibilities>\n`;
      } else {
        piece += `    <tabVisibilities>\n        <tab>Tab_${index}</tab>\n        <visibility>Hidden</visibility>\n    </tabVisibilities>\n`;
      }
    }
    put(piece);
  }
  put('    <userLicense>Salesforce</userLicense>\n');
  for (const name of ['ActivitiesAccess', 'ApiEnabled', 'RunReports', ...(isPlanted ? ['ModifyAllData'] : [])]) {
    put(
      `    <userPermissions>\n        <enabled>true</enabled>\n        <name>${name}</name>\n    </userPermissions>\n`
    );
  }
  put('</Profile>\n');
  closeSync(file);
}

/** A project of `count` files in a repository, and a branch that changes ten of them and takes a certificate away. */
function benchSince(count: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'sf-isa-bench-'));
  const git = (...command: readonly string[]): Buffer =>
    execFileSync(
      'git',
      ['-c', 'init.defaultBranch=main', '-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...command],
      {
        cwd: folder,
        env: { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' },
        maxBuffer: 1e9,
      }
    );
  try {
    cpSync(bank, folder, { recursive: true });
    const force = join(folder, 'force-app/main/default');
    for (let index = 0; index < count; index += 1) {
      const [path, text] = projectFile(index);
      mkdirSync(dirname(join(force, path)), { recursive: true });
      writeFileSync(join(force, path), text);
    }
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Before');
    git('switch', '--quiet', '--create', 'feature');
    for (let index = 0; index < 10; index += 1) {
      const [path, text] = projectFile(20 * index + 3);
      writeFileSync(join(force, path), text.replace('https://', 'http://'));
    }
    rmSync(join(force, 'certs/HQ_EMEA_Client.crt'));
    rmSync(join(force, 'certs/HQ_EMEA_Client.crt-meta.xml'));
    git('commit', '--quiet', '--all', '--message', 'After');

    const scan = [bin, 'scan', folder, '--now', NOW, '--fail-on', 'never'];
    const since = [...scan, '--since', 'main'];
    const json = [...since, '--format', 'json'];
    const { findings } = JSON.parse(execFileSync(process.execPath, json, { maxBuffer: 1e9 }).toString()) as {
      findings: Array<{ rule: string }>;
    };
    const isFound = findings.some(({ rule }) => rule === 'certificate-reference-unresolved');
    const [compared, scanned] = compare(since, scan, runs);
    print(`since: sf-isa scan --since main of ${count} files`, compared, 'sf-isa scan', scanned);
    process.stdout.write(`  ${findings.length} new findings, broken reference ${isFound ? 'found' : 'MISSED'}\n`);
    if (!isFound) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A project with `count` integrations, each with an External Credential, among code, fields and permission sets. */
function benchReport(count: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'sf-isa-bench-'));
  try {
    const force = join(folder, 'force-app/main/default');
    writeProject(folder);
    for (let index = 0; index < 20 * count; index += 1) {
      // Hosts that only a remote site opens would be integrations of their own.
      if (index % 20 === 3) continue;
      const [path, text] = projectFile(index);
      mkdirSync(dirname(join(force, path)), { recursive: true });
      writeFileSync(join(force, path), text);
    }
    const target = ['--source-dir', folder, '--now', NOW];
    const report = [bin, 'report', ...target, '--format'];
    const { integrations } = JSON.parse(
      execFileSync(process.execPath, [...report, 'json'], { maxBuffer: 1e9 }).toString()
    ) as { integrations: unknown[] };
    const [reported, scanned] = compare(
      [...report, 'html'],
      [bin, 'scan', ...target, '--fail-on', 'never'],
      Math.max(3, Math.floor(runs / 2))
    );
    print(`report: sf-isa report as HTML of ${integrations.length} integrations`, reported, 'sf-isa scan', scanned);
    // A report may take ten times as long as a scan.
    if (integrations.length !== count || median(reported) > 10 * median(scanned)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeProject(folder: string): void {
  const definition = { packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '66.0' };
  writeFileSync(join(folder, 'sfdx-project.json'), JSON.stringify(definition));
}

/** One file of a project, in about the proportions of a big one: most of it is code and fields, some of it integrations. */
function projectFile(index: number): readonly [path: string, text: string] {
  const number = Math.floor(index / 20);
  const xml = (root: string, content: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${content}</${root}>\n`;
  const element = (name: string, text: string): string => `    <${name}>${text}</${name}>\n`;
  const kind = index % 20;
  if (kind === 0) {
    const assigned = Array.from(
      { length: 40 },
      (_, field) =>
        `    <fieldPermissions>\n        <editable>false</editable>\n        <field>Object_${number % 50}__c.Field_${field}__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`
    );
    return [
      `permissionsets/Role_${number}.permissionset-meta.xml`,
      xml('PermissionSet', `${assigned.join('')}${element('label', `Role ${number}`)}`),
    ];
  }
  if (kind === 1)
    return [
      `namedCredentials/Partner_${number}.namedCredential-meta.xml`,
      xml(
        'NamedCredential',
        `${element('label', `Partner ${number}`)}    <namedCredentialParameters>\n        <parameterName>Url</parameterName>\n        <parameterType>Url</parameterType>\n        <parameterValue>https://partner${number}.example.com</parameterValue>\n    </namedCredentialParameters>\n    <namedCredentialParameters>\n        <externalCredential>Partner_${number}</externalCredential>\n        <parameterName>ExternalCredential</parameterName>\n        <parameterType>Authentication</parameterType>\n    </namedCredentialParameters>\n${element('namedCredentialType', 'SecuredEndpoint')}`
      ),
    ];
  if (kind === 2)
    return [
      `externalCredentials/Partner_${number}.externalCredential-meta.xml`,
      xml(
        'ExternalCredential',
        `${element('authenticationProtocol', 'Custom')}    <externalCredentialParameters>\n        <parameterGroup>Job</parameterGroup>\n        <parameterName>Job</parameterName>\n        <parameterType>NamedPrincipal</parameterType>\n        <sequenceNumber>1</sequenceNumber>\n    </externalCredentialParameters>\n${element('label', `Partner ${number}`)}`
      ),
    ];
  if (kind === 3)
    return [
      `remoteSiteSettings/Site_${number}.remoteSite-meta.xml`,
      xml(
        'RemoteSiteSetting',
        `${element('disableProtocolSecurity', 'false')}${element('isActive', 'true')}${element('url', `https://site${number}.example.com`)}`
      ),
    ];
  if (kind < 8)
    return [
      `classes/Handler_${number}_${kind}.cls`,
      `public with sharing class Handler_${number}_${kind} {\n${'    // Lorem ipsum dolor sit amet, consectetur adipiscing elit.\n'.repeat(60)}}\n`,
    ];
  if (kind < 12)
    return [
      `classes/Handler_${number}_${kind - 4}.cls-meta.xml`,
      xml('ApexClass', `${element('apiVersion', '66.0')}${element('status', 'Active')}`),
    ];
  if (kind < 18)
    return [
      `objects/Object_${number % 50}__c/fields/Field_${number}_${kind}__c.field-meta.xml`,
      xml(
        'CustomField',
        `${element('fullName', `Field_${number}_${kind}__c`)}${element('label', 'Field')}${element('length', '80')}${element('type', 'Text')}`
      ),
    ];
  return [
    `layouts/Object_${number}-Layout ${kind}.layout-meta.xml`,
    xml('Layout', element('showEmailCheckbox', 'false').repeat(50)),
  ];
}

/** Wall seconds of two Node programs, run in turn after one warm-up each. */
function compare(one: readonly string[], other: readonly string[], times: number): [number[], number[]] {
  const walls: [number[], number[]] = [[], []];
  for (let run = -1; run < times; run += 1) {
    for (const [index, parameters] of [one, other].entries()) {
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(process.execPath, parameters, { maxBuffer: 1e9 });
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (status !== 0) throw new Error(`${parameters.join(' ')} ended with ${status}: ${stderr.toString()}`);
      if (run >= 0) walls[index]!.push(seconds);
    }
  }
  return walls;
}

/** The most memory that a Node program had at one time, by the operating system's account. */
function peakMegabytes(parameters: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'sf-isa-peak-'));
  const note = join(folder, 'peak');
  const hook = join(folder, 'hook.cjs');
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(note)}, String(process.resourceUsage().maxRSS)));`
  );
  spawnSync(process.execPath, ['--require', hook, ...parameters], { maxBuffer: 1e9 });
  const kilobytes = Number(readFileSync(note, 'utf8'));
  rmSync(folder, { recursive: true });
  return Math.round(kilobytes / 1024);
}

function print(what: string, one: readonly number[], yardstick: string, other: readonly number[]): void {
  const ratio = median(one) / median(other);
  process.stdout.write(
    `${what}: ${median(one).toFixed(3)} s, ${yardstick}: ${median(other).toFixed(3)} s, ratio ${ratio.toFixed(2)}\n`
  );
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
