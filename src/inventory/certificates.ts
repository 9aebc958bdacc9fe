import { compare } from '../compare.js';
import {
  bodyGapOf,
  endOf,
  isBodyOnly,
  leafOf,
  type Certificate,
  type InboundCertificate,
} from '../model/certificate.js';
import { certificatesByRecordId, type CertificateRole } from '../model/certificateUses.js';
import type { ComponentRef, Reference } from '../model/component.js';
import type { Project } from '../model/project.js';
import type { X509Facts } from '../x509/certificateBody.js';
import { copiesIn, gapInWords, isoOf } from './certificatesInUse.js';
import { factOf, known, LEFT_TO_BUILD, none, unknown, type Fact } from './fact.js';
import { keyOf, refOf, type FindingCounts, type ProjectFacts } from './projectFacts.js';

/** What a certificate is used for; `apex`: its name stands in Apex; `trusted`: clients present it to the org. */
export type CertificateJob = CertificateRole | 'apex' | 'decryption' | 'trusted';

/** Who uses a certificate, and for what. The component is null where no single one can be named: Apex, and clients of the org. */
export interface CertificateUser {
  readonly role: CertificateJob;
  readonly component: ComponentRef | null;
}

/** One certificate: a component, a copy that an app holds, or a name that the project has no certificate for. */
export interface CertificateRow {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. */
  readonly project: string;
  /** Of the metadata; empty for a certificate that is not in the project. */
  readonly file: string;
  readonly kind: 'Certificate' | 'InboundCertificate' | 'copy' | 'missing';
  /** Full name; none of a copy. */
  readonly name: Fact<string>;
  readonly subject: Fact<string>;
  readonly issuer: Fact<string>;
  readonly keyType: Fact<string>;
  /** In bits. */
  readonly keySize: Fact<number>;
  /** The SHA-256 of its public key, in hexadecimal: what has the same has the same key, also in another org. */
  readonly publicKey: Fact<string>;
  /** ISO 8601 instants. */
  readonly notBefore: Fact<string>;
  readonly notAfter: Fact<string>;
  /** Whole days from `now`; below zero when it has ended. */
  readonly daysLeft: Fact<number>;
  readonly signedBy: Fact<'authority' | 'itself'>;
  /** Whether an administrator can take the private key out of the org. */
  readonly isPrivateKeyExportable: Fact<boolean>;
  readonly usedBy: readonly CertificateUser[];
  /** What else in the project has its key, as `Type:FullName`. */
  readonly sameKeyAs: readonly string[];
  /** Who renews it, by the register. */
  readonly owners: readonly string[];
  readonly findings: FindingCounts;
}

const DAY = 24 * 60 * 60 * 1000;

/** The certificates of one project: components by name, then copies in apps, then what is named and not there. */
export function certificateRows(facts: ProjectFacts): readonly CertificateRow[] {
  const { project } = facts;
  const uses = project.usesOf('Certificate');
  const own = [...project.all('Certificate'), ...project.all('InboundCertificate')]
    .map((certificate) => ofComponent(facts, certificate, uses))
    .sort((a, b) => compare(a.kind, b.kind) || compare(nameOf(a), nameOf(b)) || compare(a.file, b.file));
  return [...own, ...copies(facts), ...missing(facts, uses)];
}

const nameOf = ({ name }: CertificateRow): string => ('value' in name ? name.value.toLowerCase() : '');

const ROLES: Readonly<Record<string, CertificateJob>> = {
  ClientCertificate: 'client',
  SigningCertificate: 'signing',
  encryptionCertificate: 'encryption',
  decryptionCertificate: 'decryption',
};

type UsesByName = ReadonlyMap<string, readonly Reference[]>;

/** Everybody who names a certificate, once for each role. */
function usersIn(references: readonly Reference[]): readonly CertificateUser[] {
  const users = references.flatMap(({ from, role }) => {
    const job = ROLES[role];
    return job ? [{ role: job, component: refOf(from) }] : [];
  });
  const byKey = new Map(users.map((user) => [`${keyOf(user.component)} ${user.role}`, user]));
  return [...byKey].sort(([a], [b]) => compare(a, b)).map(([, user]) => user);
}

function ofComponent(
  facts: ProjectFacts,
  certificate: Certificate | InboundCertificate,
  uses: UsesByName
): CertificateRow {
  const name = certificate.fullName.toLowerCase();
  const isInbound = certificate.type === 'InboundCertificate';
  const references = isInbound ? [] : (uses.get(name) ?? []);
  const inApex = !isInbound && facts.project.apex().names.has(name);
  const users: readonly CertificateUser[] = isInbound
    ? [{ role: 'trusted', component: null }]
    : [...usersIn(references), ...(inApex ? [{ role: 'apex', component: null } as const] : [])];
  const end = endOf(certificate);
  const gap = bodyGapOf(certificate.content) && gapInWords(certificate.content);
  return {
    project: facts.root,
    file: certificate.at.file,
    kind: certificate.type,
    name: known(certificate.fullName),
    ...bodyFacts(leafOf(certificate.content), gap),
    ...(gap !== undefined && writtenFacts(facts.project, certificate, gap)),
    ...endFacts(end?.value, gap, facts.now),
    isPrivateKeyExportable: exportableFact(facts.project, certificate),
    usedBy: users,
    sameKeyAs: facts.sameKeyAs(certificate.content),
    owners: ownersOf(facts, [certificate, ...references.map(({ from }) => from)]),
    findings: facts.countFindings([refOf(certificate)]),
  };
}

type BodyFacts = Pick<
  CertificateRow,
  'issuer' | 'keySize' | 'keyType' | 'notBefore' | 'publicKey' | 'signedBy' | 'subject'
>;

function bodyFacts(leaf: X509Facts | undefined, gap: string | undefined): BodyFacts {
  if (!leaf) {
    const fact = unknown(gap ?? 'it does not say');
    return {
      subject: fact,
      issuer: fact,
      keyType: fact,
      keySize: fact,
      publicKey: fact,
      notBefore: fact,
      signedBy: fact,
    };
  }
  return {
    subject: leaf.subject === '' ? none('an empty subject') : known(leaf.subject),
    issuer: leaf.issuer === '' ? none('an empty issuer') : known(leaf.issuer),
    keyType: known(leaf.curve === undefined ? leaf.keyType : `${leaf.keyType} ${leaf.curve}`),
    keySize: leaf.keySize === undefined ? none('its type says it') : known(leaf.keySize),
    publicKey: known(leaf.publicKeyFingerprint),
    notBefore: known(isoOf(leaf.notBefore)),
    signedBy: known(leaf.selfSigned ? 'itself' : 'authority'),
  };
}

/** What the metadata says where there is no body that does. */
function writtenFacts(
  project: Project,
  certificate: Certificate | InboundCertificate,
  gap: string
): Partial<Pick<CertificateRow, 'issuer' | 'keySize' | 'signedBy'>> {
  if (certificate.type === 'InboundCertificate') return { issuer: factOf(project, certificate.issuer, unknown(gap)) };
  const { caSigned, keySize } = certificate;
  return {
    ...(caSigned && { signedBy: known(caSigned.value ? 'authority' : 'itself') }),
    ...(keySize && /^\d{1,6}$/.test(keySize.value) && { keySize: known(Number(keySize.value)) }),
  };
}

function endFacts(
  end: number | undefined,
  gap: string | undefined,
  now: Date
): Pick<CertificateRow, 'daysLeft' | 'notAfter'> {
  if (end === undefined) {
    const fact = unknown(gap ?? 'it does not say');
    return { notAfter: fact, daysLeft: fact };
  }
  return { notAfter: known(isoOf(end)), daysLeft: known(Math.floor(end / DAY) - Math.floor(now.getTime() / DAY)) };
}

function exportableFact(project: Project, certificate: Certificate | InboundCertificate): Fact<boolean> {
  if (certificate.type === 'InboundCertificate') return none('the org has no private key of it');
  if (isBodyOnly(certificate)) return unknown('its -meta.xml is not in the project');
  const { privateKeyExportable: written } = certificate;
  if (written?.value === 'true' || written?.value === 'false') return known(written.value === 'true');
  if (!written) return known(true);
  return unknown(project.isPlaceholder(written) ? LEFT_TO_BUILD : 'privateKeyExportable is neither true nor false');
}

/** The certificates that apps hold a copy of, to verify what somebody else signs. */
function copies(facts: ProjectFacts): readonly CertificateRow[] {
  return facts.apps.flatMap((app) => {
    return copiesIn(app).map((copy): CertificateRow => {
      const leaf = leafOf(copy);
      const gap = leaf ? undefined : gapInWords(copy);
      const part = app.parts.find(({ at }) => at.file === copy.at.file) ?? app.component;
      const user = { type: app.kind === 'ConnectedApp' ? app.kind : 'ExternalClientApplication', fullName: app.name };
      return {
        project: facts.root,
        file: copy.at.file,
        kind: 'copy',
        name: none('a copy in the app'),
        ...bodyFacts(leaf, gap),
        ...endFacts(leaf?.notAfter, gap, facts.now),
        isPrivateKeyExportable: none('the org has no private key of it'),
        usedBy: [{ role: 'verification', component: user }],
        sameKeyAs: facts.sameKeyAs(copy),
        owners: ownersOf(facts, [user]),
        findings: facts.countFindings([{ ...refOf(part), part: copy.element }]),
      };
    });
  });
}

/** What is named and cannot be looked at: not in the project, put in by the build, or known by a record id alone. */
function missing(facts: ProjectFacts, uses: UsesByName): readonly CertificateRow[] {
  const { project } = facts;
  const row = (
    name: Fact<string>,
    why: string,
    users: readonly CertificateUser[],
    components: readonly ComponentRef[]
  ): CertificateRow => {
    const fact = unknown(why);
    return {
      project: facts.root,
      file: '',
      kind: 'missing',
      name,
      ...bodyFacts(undefined, why),
      ...endFacts(undefined, why, facts.now),
      isPrivateKeyExportable: fact,
      usedBy: users,
      sameKeyAs: [],
      owners: ownersOf(facts, components),
      findings: facts.countFindings([]),
    };
  };
  const open: CertificateRow[] = [];
  const absent: CertificateRow[] = [];
  for (const references of uses.values()) {
    const [left, named] = split(references, ({ to, at, element }) =>
      project.isPlaceholder({ value: to.fullName, at, element })
    );
    for (const reference of left) {
      open.push(row(unknown(LEFT_TO_BUILD), LEFT_TO_BUILD, usersIn([reference]), [reference.from]));
    }
    const [first] = named;
    if (!first || project.find('Certificate', first.to.fullName)) continue;
    const users = usersIn(named);
    const components: readonly ComponentRef[] = [
      { type: 'Certificate', fullName: first.to.fullName },
      ...named.map(({ from }) => from),
    ];
    absent.push(row(known(first.to.fullName), 'it is not in the project', users, components));
  }
  const byId = certificatesByRecordId(project).map(({ component }) => {
    const ref = refOf(component);
    return row(
      unknown('a record id, which only the org can resolve'),
      'it is known by a record id alone',
      [{ role: 'signing', component: ref }],
      [ref]
    );
  });
  return [...absent.sort((a, b) => compare(nameOf(a), nameOf(b))), ...open.sort(byUser), ...byId];
}

const byUser = (a: CertificateRow, b: CertificateRow): number => compare(userKeyOf(a), userKeyOf(b));

const userKeyOf = ({ usedBy }: CertificateRow): string =>
  usedBy.map(({ role, component }) => `${component ? keyOf(component) : ''} ${role}`).join();

function split<Value>(values: readonly Value[], isFirst: (value: Value) => boolean): readonly [Value[], Value[]] {
  const [first, second]: [Value[], Value[]] = [[], []];
  for (const value of values) (isFirst(value) ? first : second).push(value);
  return [first, second];
}

/** The certificate owners of the entries that name a certificate or a user of it. */
const ownersOf = (facts: ProjectFacts, components: readonly ComponentRef[]): readonly string[] =>
  [
    ...new Set(
      components.flatMap((component) =>
        facts.entriesFor(component).flatMap(({ certificateOwner }) => certificateOwner ?? [])
      )
    ),
  ].sort();
