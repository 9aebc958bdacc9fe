import { frameworks } from '../../src/controls/index.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { collectReport } from '../../src/report/collectReport.js';
import type { ControlAnswer, Decision, ReportData, ReportedIntegration } from '../../src/report/reportData.js';
import { rules } from '../../src/rules/index.js';
import { scan, type ConfiguredProject } from '../../src/scan.js';
import { elements, NOW, xml } from '../inventory/samples.js';
import { configFor } from '../support/config.js';
import { suppressionsFor } from '../support/suppressions.js';

export type Files = Readonly<Record<string, string>>;

/** What a report says of some files, among them their configs and suppressions. */
export function collected(files: Files): ReportData {
  const fileSystem = memoryFileSystem(files);
  let projects: readonly ConfiguredProject[] = [];
  const report = scan({
    fileSystem,
    now: NOW,
    reportsAll: true,
    persona: 'auditor',
    configOf: configFor(fileSystem),
    suppressionsOf: suppressionsFor(fileSystem),
    onProjects: (all) => (projects = all),
  });
  return collectReport({ version: '0.2.0', projects, report, rules, frameworks });
}

/** A config file; the lines stand below `version`. */
export const config = (...lines: readonly string[]): Files => ({
  'sf-isa.yml': ['version: 1', ...lines, ''].join('\n'),
});

/** An entry of the register in the flow style of YAML. */
export const entry = (id: string, component: string, more = ''): string =>
  `  - { id: ${id}, components: ['${component}']${more === '' ? '' : `, ${more}`} }`;

export const integrationIn = (data: ReportData, id: string): ReportedIntegration =>
  data.integrations.find((row) => row.id === id)!;

export const decisionIn = (files: Files, id: string): Decision => integrationIn(collected(files), id).decision;

export const answerIn = (data: ReportData, control: string): ControlAnswer =>
  data.answers.find((answer) => answer.control === control)!;

/** An app that a machine signs in to, with the permission set `Sync` for its user. */
export const machineApp = (name: string, more = ''): Files => ({
  [`connectedApps/${name}.connectedApp`]: xml(
    'ConnectedApp',
    `<label>x</label><oauthConfig>${elements({ callbackUrl: 'https://client.example/done', isAdminApproved: 'true', isClientCredentialEnabled: 'true' })}<scopes>Api</scopes></oauthConfig><permissionSetName>Sync</permissionSetName>${more}`
  ),
});
