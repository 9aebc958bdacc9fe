import type { CertificateRow } from '../../inventory/certificates.js';
import { certificateUserText, JOBS } from '../../inventory/columns.js';
import { grouped } from '../../inventory/projectFacts.js';
import { plural } from '../../reporters/wording.js';
import type { Block, Inline, Section, Text } from '../document.js';
import { headroomOf, headroomText } from '../headroom.js';
import type { ReportData, ReportedOrg } from '../reportData.js';
import { timeLineOf } from '../timeLineOf.js';
import { certificateTitle, keySharers } from './certificateTexts.js';
import {
  code,
  dayBefore,
  dayOf,
  findingsText,
  inLines,
  joined,
  linesOr,
  linkTo,
  listed,
  orgColumn,
  orgNames,
  piecesOf,
  said,
  someOf,
  strong,
  table,
  verdictOf,
  type Column,
} from './texts.js';
import { heading, titled } from './titles.js';

/** The certificates as one portfolio: what there is, when it ends, who renews it, and how many more there is room for. */
export const certificates = (data: ReportData): Section => ({
  ...titled('certificates'),
  blocks: [
    heading('certificates-inventory'),
    table(
      'Certificates, copies of certificates, and names that the project has no certificate for',
      'No certificate was found: looked for certificates, inbound certificates, copies in apps and the names of certificates.',
      data.certificates,
      inventoryColumns(data)
    ),
    heading('certificates-time-line'),
    ...timeLine(data),
    heading('certificates-rotation'),
    ...rotation(data),
    heading('certificates-headroom'),
    ...headroom(data),
    heading('certificates-consolidation'),
    { kind: 'list', items: consolidation(data) },
    heading('certificates-key-separation'),
    ...keySeparation(data),
    heading('certificates-naming'),
    ...naming(data),
  ],
});

const NOBODY = 'nobody is written down';

/** Certificates that are there and have nobody in the register who renews them. */
export const certificatesWithoutOwner = ({ certificates: rows }: ReportData): readonly CertificateRow[] =>
  rows.filter(({ kind, owners }) => kind !== 'missing' && owners.length === 0);

const inventoryColumns = (data: ReportData): ReadonlyArray<Column<CertificateRow>> => [
  { title: 'Certificate', cell: (row) => [strong(certificateTitle(row))] },
  ...orgColumn<CertificateRow>(data),
  { title: 'Use', cell: ({ usedBy }) => linesOr(usedBy.map(certificateUserText), 'nothing in the project') },
  { title: 'Owner', cell: ({ owners }) => listed(owners, NOBODY) },
  { title: 'Key and who signed it', cell: (row) => inLines([keyText(row), signedText(row)]) },
  { title: 'Ends', cell: ({ notAfter }) => said(notAfter, dayOf) },
  { title: 'Findings', cell: ({ findings }) => findingsText(findings) },
];

const signedText = ({ signedBy }: CertificateRow): Text =>
  said(signedBy, (who) => (who === 'itself' ? 'self-signed' : 'signed by an authority'));

const keyText = ({ keyType, keySize, sameKeyAs }: CertificateRow): Text =>
  joined([
    'value' in keyType && 'value' in keySize ? `${keyType.value} ${keySize.value}` : said(keyType),
    ...sameKeyAs.map((other): Text => ['the same as ', code(other)]),
  ]);

function timeLine(data: ReportData): readonly Block[] {
  const picture = timeLineOf(data);
  return picture.bars.length === 0
    ? [{ kind: 'paragraph', text: 'There is nothing to draw: no certificate whose end is known was found.' }]
    : [{ kind: 'picture', picture }];
}

/** Certificates of one org that end on one day, with the same owner and the same to do. */
interface Rotation {
  readonly project: string;
  readonly rows: readonly CertificateRow[];
  readonly end: string;
  readonly alerts: readonly string[];
}

const DAY = 24 * 60 * 60 * 1000;
const DAYS_PLANNED = 365;

function rotation(data: ReportData): readonly Block[] {
  const horizon = new Date(Date.parse(data.now) + DAYS_PLANNED * DAY).toISOString();
  const dated = data.certificates.flatMap((row) => ('value' in row.notAfter ? [{ row, end: row.notAfter.value }] : []));
  const later = dated.filter(({ end }) => end > horizon);
  const unknown = data.certificates.filter(({ notAfter }) => !('value' in notAfter));
  return [
    table(
      `Certificates that end by ${dayOf(horizon)}, and the days on which their rotation is due`,
      `No certificate whose end is known ends by ${dayOf(horizon)}.`,
      rotations(
        data,
        dated.filter(({ end }) => end <= horizon)
      ),
      rotationColumns(data)
    ),
    ...(later.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: `Certificates that end later: ${later.length}, the first on ${dayOf(
              later.map(({ end }) => end).reduce((a, b) => (a < b ? a : b))
            )}; the inventory has their days.`,
          } as const,
        ]),
    ...(unknown.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: [
              `The end of ${plural(unknown.length, 'certificate')} is not known: `,
              ...piecesOf(someOf(unknown.map(certificateTitle))),
              '.',
            ],
          } as const,
        ]),
    {
      kind: 'list',
      items: [
        'A certificate that a callout presents: give the new one to the other side, wait until it is trusted there, then name it in the callout, then delete the old one.',
        'A certificate that signs tokens: let the verifier have the new one beside the old one, sign with the new one, then take the old one away there and here.',
        'A certificate that clients present to the org: upload the new one beside the old one before its owner begins to use it.',
        'A copy in an app: its owner sends the new one before the end of the old one; an app holds one at a time, so the change is a moment that both agree on.',
        'Salesforce renews nothing by itself; it sends mails before the end to those who have asked for them.',
      ],
    },
  ];
}

function rotations(
  { orgs }: ReportData,
  dated: ReadonlyArray<{ readonly row: CertificateRow; readonly end: string }>
): readonly Rotation[] {
  const warnDays = new Map(orgs.map((org) => [org.project, org.warnDays]));
  const groups = grouped(dated, ({ row, end }) => JSON.stringify([dayOf(end), row.project, row.owners, isUnused(row)]));
  return [...groups.values()]
    .map((group) => {
      const { row, end } = group[0]!;
      return {
        project: row.project,
        rows: group.map((one) => one.row),
        end,
        alerts: (warnDays.get(row.project) ?? []).map((days) => dayBefore(end, days)),
      };
    })
    .sort((a, b) => (a.end < b.end ? -1 : a.end > b.end ? 1 : 0));
}

const isUnused = ({ kind, usedBy }: CertificateRow): boolean => kind === 'Certificate' && usedBy.length === 0;

const rotationColumns = (data: ReportData): ReadonlyArray<Column<Rotation>> => [
  { title: 'Certificate', cell: ({ rows }) => inLines(rows.map(certificateTitle)) },
  ...orgColumn<Rotation>(data),
  { title: 'Ends', cell: ({ end }) => dayOf(end) },
  { title: 'Alerts', cell: ({ alerts }) => linesOr(alerts, 'not known') },
  { title: `On ${dayOf(data.now)}`, cell: ({ end, alerts }) => standing(data.now, end, alerts) },
  { title: 'Owner', cell: ({ rows }) => listed(rows[0]!.owners, NOBODY) },
  { title: 'To do', cell: ({ rows }) => (isUnused(rows[0]!) ? 'retire: nothing in the project uses it' : 'replace') },
];

function standing(now: string, end: string, [first = dayOf(end)]: readonly string[]): string {
  if (end <= now) return 'ended';
  return first <= dayOf(now) ? `due since ${first}` : 'not due';
}

function headroom({ orgs }: ReportData): readonly Block[] {
  const planned = orgs.flatMap((org) => org.certificates.planned.map((one) => ({ ...one, org: org.name })));
  return [
    table('How many certificates there are and how many more there is room for', 'There is no org.', orgs, [
      { title: 'Org', cell: ({ name }) => name },
      { title: 'Now', cell: (org) => String(headroomOf(org).used), isNumber: true },
      {
        title: 'Where the number comes from',
        cell: ({ certificates: { inUse, tracked } }) =>
          inUse === null ? 'the project: at least as many' : `Setup; the project holds ${tracked}`,
      },
      { title: 'Planned', cell: ({ certificates: { planned: more } }) => String(more.length), isNumber: true },
      { title: 'Limit', cell: ({ certificates: { limit } }) => String(limit), isNumber: true },
      { title: 'Room that is left', cell: (org) => String(headroomOf(org).room), isNumber: true },
      { title: 'Verdict', cell: headroomTextOf },
    ]),
    {
      kind: 'paragraph',
      text: [
        'What Setup shows is ',
        code('org.certificates.inUse'),
        ' of sf-isa.yml; where nobody has written it down, the certificates of the project are counted. Salesforce documents no limit of 50 certificates; the limit here is ',
        code('org.certificates.limit'),
        ', whose default is 50.',
      ],
    },
    table(
      'Certificates that are planned',
      'No certificate is planned: org.certificates.planned in sf-isa.yml has no entry.',
      planned,
      [
        { title: 'Certificate', cell: ({ name }) => name },
        { title: 'Org', cell: ({ org }) => org },
        { title: 'Integration', cell: ({ integration }) => integration ?? 'not said' },
        { title: 'Needed by', cell: ({ by }) => by ?? 'not said' },
      ]
    ),
  ];
}

/** How the room for certificates stands, and what the number says of the mark from which on the team wants to be warned. */
const headroomTextOf = (org: ReportedOrg): readonly Inline[] =>
  headroomText({ ...headroomOf(org), warnAt: org.certificates.warnAt, isCounted: org.certificates.inUse === null });

function isNearLimit(org: ReportedOrg): boolean {
  const { used, planned } = headroomOf(org);
  return used + planned >= org.certificates.warnAt;
}

function consolidation(data: ReportData): readonly Text[] {
  const { certificates: rows, gatewayAdvice, now, orgs } = data;
  const orgOf = orgNames(data);
  const named = (some: readonly CertificateRow[]): readonly Text[] =>
    some.map((row) => (orgs.length < 2 ? certificateTitle(row) : `${certificateTitle(row)} (${orgOf(row.project)})`));
  const unused = rows.filter(isUnused);
  const ended = rows.filter(({ notAfter }) => 'value' in notAfter && notAfter.value <= now);
  const sharing = rows.filter(({ sameKeyAs }) => sameKeyAs.length > 0);
  const near = orgs.filter(isNearLimit);
  const { certificates: saved } = gatewayAdvice;
  return [
    unused.length === 0
      ? 'Retire: every certificate of the projects is used by something in them.'
      : ['Retire, as nothing in the project uses them: ', ...piecesOf(someOf(named(unused))), '.'],
    ended.length === 0
      ? 'Delete: no certificate has ended.'
      : ['Replace or delete, as they have ended: ', ...piecesOf(someOf(named(ended))), '.'],
    sharing.length === 0
      ? 'No two certificates have the same key, as far as their bodies are in the projects.'
      : ['The same key is in more than one place: ', ...piecesOf(someOf(named(sharing))), '.'],
    near.length === 0
      ? 'No org is near its limit, so that there is no need to share certificates, which widens what a lost key opens.'
      : [
          'Near the limit: ',
          ...piecesOf(someOf(near.map(({ name }) => name))),
          '. Retire first, then put integrations behind a gateway; a shared certificate widens what a lost key opens.',
        ],
    saved.behindGateway < saved.now
      ? [
          `Behind a gateway, ${saved.behindGateway} instead of ${saved.now} certificates would serve what is called directly now: `,
          linkTo('gateway', 'assessment of gateways'),
          '.',
        ]
      : 'A gateway would save no certificate.',
  ];
}

const IN_TLS = new Set(['client', 'trusted']);
const FOR_TOKENS = new Set(['signing', 'verification']);

function keySeparation(data: ReportData): readonly Block[] {
  const { certificates: rows, answers } = data;
  const does = (row: CertificateRow, jobs: ReadonlySet<string>): boolean =>
    row.usedBy.some(({ role }) => jobs.has(role));
  const sharersOf = keySharers(rows);
  const conflicts = rows.flatMap((row) => {
    const sharers = does(row, IN_TLS) ? [row, ...sharersOf(row)].filter((one) => does(one, FOR_TOKENS)) : [];
    return sharers.length === 0 ? [] : [{ project: row.project, row, sharers }];
  });
  const [inTls, forTokens] = [IN_TLS, FOR_TOKENS].map((jobs) => rows.filter((row) => does(row, jobs)).length);
  const jobsOf = (all: readonly CertificateRow[], jobs: ReadonlySet<string>): Text =>
    linesOr(
      all.flatMap(({ usedBy }) => usedBy.filter(({ role }) => jobs.has(role)).map(certificateUserText)),
      'nothing'
    );
  const verdict = answers.find(({ control }) => control === 'ISA-CHECK-4')?.verdict;
  return [
    {
      kind: 'paragraph',
      text: [
        'The certificate of a TLS handshake and the one that signs tokens are two, so that each can be replaced by itself and one lost key opens one door',
        ...(verdict ? [': ', ...piecesOf(verdictOf(verdict))] : []),
        '.',
      ],
    },
    table(
      'Keys that are used in TLS and for tokens',
      `No key does both: ${plural(inTls!, 'certificate')} ${JOBS.client} or by clients, ${plural(forTokens!, 'certificate')} for tokens.`,
      conflicts,
      [
        { title: 'Certificate', cell: ({ row }) => [strong(certificateTitle(row))] },
        ...orgColumn<(typeof conflicts)[number]>(data),
        { title: 'In TLS', cell: ({ row }) => jobsOf([row], IN_TLS) },
        { title: 'For tokens', cell: ({ sharers }) => jobsOf(sharers, FOR_TOKENS) },
        { title: 'Held by', cell: ({ sharers }) => joined(sharers.map(certificateTitle)) },
      ]
    ),
  ];
}

const NAMING_RULE = 'certificate-name-convention';

function naming({ findings, certificates: rows }: ReportData): readonly Block[] {
  const departing = findings.filter(({ rule }) => rule === NAMING_RULE);
  const held = rows.filter(({ kind }) => kind === 'Certificate').length;
  return [
    {
      kind: 'paragraph',
      text: [
        'A name is best made of purpose, peer, role and year, such as ',
        code('Sync_EMEA_Client_2027'),
        ', since a mail about the end of a certificate shows little else. The convention of the team is ',
        code(`rules.${NAMING_RULE}.options.pattern`),
        ' of sf-isa.yml; without it, no name is judged.',
      ],
    },
    departing.length === 0
      ? {
          kind: 'paragraph',
          text: ['The rule ', code(NAMING_RULE), ` has no open finding among ${plural(held, 'certificate')}.`],
        }
      : { kind: 'list', items: departing.map(({ message }) => message) },
  ];
}
