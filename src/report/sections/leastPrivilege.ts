import { HOLDER_KINDS } from '../../inventory/columns.js';
import type { PrincipalRow } from '../../inventory/principals.js';
import { grouped } from '../../inventory/projectFacts.js';
import { plural } from '../../reporters/wording.js';
import type { Section, Text } from '../document.js';
import type { FieldAccess, ReportData } from '../reportData.js';
import { code, findingsText, inLines, listed, orgColumn, said, table, type Column } from './texts.js';
import { heading, titled } from './titles.js';

/** What sync identities may do: administration, objects, fields. */
export const leastPrivilege = (data: ReportData): Section => {
  const identities = data.principals.filter(({ syncIdentity }) => 'value' in syncIdentity);
  const administrators = identities.filter(({ administration }) => !('none' in administration));
  const matrix = byObject(data.access);
  const classified = data.access.filter(({ field, classification }) => field !== '' && classification !== null);
  const sensitive = classified.filter(({ classification }) => !HARMLESS.has(classification!));
  const harmless = byField(classified).length - byField(sensitive).length;
  return {
    ...titled('least-privilege'),
    blocks: [
      {
        kind: 'paragraph',
        text: `Permission sets, groups and profiles that are taken for a sync identity: ${identities.length}. Which user has which of them is data of the org, and not in the metadata.`,
      },
      table(
        'Administrative permissions, and permissions that get around a control',
        'No sync identity has an administrative permission, as far as its file says.',
        administrators,
        [
          { title: 'Identity', cell: principalTitle },
          ...orgColumn<PrincipalRow>(data),
          {
            title: 'Known by',
            cell: ({ syncIdentity }) =>
              said(syncIdentity, ({ confidence, reasons }) => inLines([`${confidence} confidence`, ...reasons])),
          },
          { title: 'Permissions', cell: ({ administration }) => said(administration, (all) => inLines(all)) },
          { title: 'Restrictions', cell: ({ restrictions }) => listed(restrictions, 'none in its file') },
          { title: 'Findings', cell: ({ findings }) => findingsText(findings) },
        ]
      ),
      heading('least-privilege-matrix'),
      table(
        'What each sync identity may do with each object and its fields',
        'No sync identity of the projects has access to an object or field: looked at object and field permissions of permission sets, groups and profiles.',
        matrix,
        matrixColumns(data)
      ),
      {
        kind: 'paragraph',
        text: 'The letters are those of create, read, update and delete. Records that an identity may reach are a matter of sharing and ownership, but for those who see or change all of them.',
      },
      heading('least-privilege-fields'),
      table(
        'Sensitive fields that sync identities reach, and whether they are encrypted',
        'No field that a sync identity reaches is classified as sensitive in the projects, by security classification or compliance group.',
        byField(sensitive),
        [
          { title: 'Field', cell: ({ object, field }) => [code(`${object}.${field}`)] },
          ...orgColumn<SensitiveField>(data),
          { title: 'Classified', cell: ({ classification }) => classification },
          { title: 'Encrypted', cell: ({ isEncrypted }) => ENCRYPTED[String(isEncrypted) as keyof typeof ENCRYPTED] },
          { title: 'Reached by', cell: ({ reached }) => inLines(reached) },
        ]
      ),
      ...(harmless === 0
        ? []
        : [
            {
              kind: 'paragraph',
              text: `${plural(harmless, 'more field')} that they reach ${harmless === 1 ? 'is' : 'are'} classified as public or internal.`,
            } as const,
          ]),
    ],
  };
};

/** Classifications without a compliance group that ask for no encryption. */
export const HARMLESS: ReadonlySet<string> = new Set(['Public', 'Internal']);

const ENCRYPTED = { true: 'yes', false: 'no', null: 'not known: the field is not in the project' } as const;

const principalTitle = ({ fullName, type }: PrincipalRow): Text => [code(fullName), ` (${HOLDER_KINDS[type] ?? type})`];

/** One identity and object. */
interface ObjectRow {
  readonly project: string;
  readonly identity: FieldAccess['identity'];
  readonly object: string;
  readonly ofObject: FieldAccess | undefined;
  readonly fields: readonly FieldAccess[];
}

/** The access by org, identity and object, in the order of the data. */
function byObject(access: readonly FieldAccess[]): readonly ObjectRow[] {
  const groups = grouped(access, ({ project, identity, object }) =>
    JSON.stringify([project, identity.type, identity.fullName, object])
  );
  return [...groups.values()].map((group) => ({
    project: group[0]!.project,
    identity: group[0]!.identity,
    object: group[0]!.object,
    ofObject: group.find(({ field }) => field === ''),
    fields: group.filter(({ field }) => field !== ''),
  }));
}

const ALL_RECORDS = { modify: 'changes all', view: 'sees all' } as const;

const matrixColumns = (data: ReportData): ReadonlyArray<Column<ObjectRow>> => [
  {
    title: 'Identity',
    cell: ({ identity: { type, fullName } }) => [code(fullName), ` (${HOLDER_KINDS[type] ?? type})`],
  },
  ...orgColumn<ObjectRow>(data),
  { title: 'Object', cell: ({ object }) => (object === '*' ? 'every object' : [code(object)]) },
  { title: 'Access', cell: ({ ofObject }) => ofObject?.access || 'none' },
  {
    title: 'All records',
    cell: ({ ofObject }) => (ofObject?.allRecords ? ALL_RECORDS[ofObject.allRecords] : 'no'),
  },
  { title: 'Fields to read', cell: ({ fields }) => fieldsText(fields, 'R') },
  { title: 'Fields to read and edit', cell: ({ fields }) => fieldsText(fields, 'RU') },
];

const fieldsText = (fields: readonly FieldAccess[], access: string): Text =>
  listed(
    fields
      .filter((one) => one.access === access)
      .map(({ field, classification, isEncrypted }): Text => [
        field === '*' ? 'every field' : code(field),
        ...(classification === null ? [] : [` (${classification}${isEncrypted ? ', encrypted' : ''})`]),
      ]),
    'none'
  );

/** One classified field and who reaches it. */
interface SensitiveField {
  readonly project: string;
  readonly object: string;
  readonly field: string;
  readonly classification: string;
  readonly isEncrypted: boolean | null;
  readonly reached: readonly Text[];
}

function byField(access: readonly FieldAccess[]): readonly SensitiveField[] {
  const groups = grouped(access, ({ project, object, field }) => JSON.stringify([project, object, field]));
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    classification: group[0]!.classification ?? '',
    reached: group.map(({ identity, access: what }) => [
      code(identity.fullName),
      what === 'RU' ? ' reads and edits it' : ' reads it',
    ]),
  }));
}
