import type { NotEvaluated } from '../findings/finding.js';
import {
  bodyGapOf,
  endOf,
  leafOf,
  publicKeyOf,
  type Certificate,
  type InboundCertificate,
  type PlacedCertificateBody,
} from './certificate.js';
import { titleOf, type ComponentBase, type Field, type Placed } from './component.js';
import type { ConnectedApp } from './connectedApp.js';
import type { ExtlClntAppGlobalOauthSettings } from './externalClientApp.js';
import { isPackaged } from './packaged.js';
import { isPlaceholder } from './placeholder.js';
import type { Project } from './project.js';

/**
 * The job of a certificate. `client`: proves in the TLS handshake who opened the connection. `signing`: signs tokens.
 * `verification`: the public half of a key that signs tokens or SAML requests elsewhere. `encryption`: SAML assertions
 * are encrypted for it.
 */
export type CertificateRole = 'client' | 'signing' | 'verification' | 'encryption';

/** A place that gives a certificate a job, by its name or by holding a copy of it. */
export interface CertificateUse extends Placed {
  readonly from: ComponentBase;
  readonly role: CertificateRole;
  /** Full name of the Certificate, as written; undefined where a copy stands in its place. */
  readonly name: string | undefined;
  /** The copy that `from` holds; undefined where there is a name. */
  readonly held: PlacedCertificateBody | undefined;
}

/** One key pair and all it is used for. Several certificates may have it, and a name stands for all its bodies. */
export interface CertificateKey {
  /** In lower case. */
  readonly names: readonly string[];
  /** Fingerprints: several when package directories hold different certificates under one name. */
  readonly publicKeys: readonly string[];
  /** In the order of `certificateUses`. */
  readonly uses: readonly CertificateUse[];
}

/** What a component's mention of a certificate means, by the role of the reference. */
const ROLES: Readonly<Record<string, CertificateRole>> = {
  ClientCertificate: 'client',
  SigningCertificate: 'signing',
  encryptionCertificate: 'encryption',
};

/**
 * Every use of a certificate: those by name in file order, then the copies that apps hold, then the certificates that
 * clients present to the org. Names that a build puts in are uses, too: see `isNameOpen`.
 */
export function certificateUses(project: Project): readonly CertificateUse[] {
  const byName = project.references.flatMap(({ from, to, role, at, element }): CertificateUse[] => {
    const job = to.type === 'Certificate' ? ROLES[role] : undefined;
    return job ? [{ from, role: job, name: to.fullName, held: undefined, at, element }] : [];
  });
  const held = (
    from: ComponentBase,
    role: CertificateRole,
    copy: PlacedCertificateBody | undefined
  ): CertificateUse[] =>
    copy ? [{ from, role, name: undefined, held: copy, at: copy.at, element: copy.element }] : [];
  return [
    ...byName,
    ...appCertificates(project).flatMap(({ app, copy }) => held(app, 'verification', copy)),
    ...project.all('InboundCertificate').flatMap((certificate) => held(certificate, 'client', certificate.content)),
  ];
}

/** The uses by components that are no package's: what a package brings is for its publisher to change. */
export const ownCertificateUses = (project: Project): readonly CertificateUse[] =>
  certificateUses(project).filter(({ from }) => !isPackaged(from.fullName));

/**
 * What to say of the places that name a Certificate by its record id, which only the org can tell:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_samlssoconfig.htm
 */
export const certificatesByRecordId = (project: Project): readonly NotEvaluated[] =>
  [
    ...project.all('SamlSsoConfig').map((from) => ({ from, id: from.requestSigningCertId })),
    ...project.all('ConnectedApp').map((from) => ({ from, id: from.oauthConfig?.assetSigningCertId })),
  ].flatMap(({ from, id }) => {
    if (!id || isPackaged(from.fullName)) return [];
    const message = `${nameOf(from)} names a certificate by its record id`;
    return [{ notEvaluated: 'record-id', component: from, where: id, message }];
  });

/** Whether a build decides which certificate is used. */
export const isNameOpen = ({ name }: CertificateUse): boolean => name !== undefined && isPlaceholder(name);

/** The public keys of a use: those of the copy, or of all certificates of that name; none when nothing is known. */
export function publicKeysOf(use: CertificateUse, certificates: CertificatesByName): readonly string[] {
  const contents = use.held
    ? [use.held]
    : (certificates.get(use.name!.toLowerCase()) ?? []).map(({ content }) => content);
  return contents.flatMap((content) => publicKeyOf(content) ?? []);
}

/** The Certificates of a project by full name in lower case; several package directories may hold one each. */
export type CertificatesByName = ReadonlyMap<string, readonly Certificate[]>;

/** Groups the Certificates of a project by full name. */
export function certificatesByName(project: Project): CertificatesByName {
  const byName = new Map<string, Certificate[]>();
  for (const certificate of project.all('Certificate')) {
    const name = certificate.fullName.toLowerCase();
    const known = byName.get(name);
    if (known) known.push(certificate);
    else byName.set(name, [certificate]);
  }
  return byName;
}

/**
 * The Certificates that something in the project refers to: by name, in whatever role, or by holding a copy that has
 * the same key, as the app does that verifies what is signed with it.
 */
export function referencedCertificates(project: Project): ReadonlySet<Certificate> {
  const names = project.usesOf('Certificate');
  const heldKeys = new Set(certificateUses(project).flatMap(({ held }) => publicKeyOf(held) ?? []));
  return new Set(
    project.all('Certificate').filter(({ fullName, content }) => {
      const publicKey = publicKeyOf(content);
      return names.has(fullName.toLowerCase()) || (publicKey !== undefined && heldKeys.has(publicKey));
    })
  );
}

/**
 * The uses of certificates by key pair, so that two uses of one key meet whether both name one certificate, or two with
 * the same key, or one of them holds a copy. Where the key is not known, the name alone joins. Names that a build puts
 * in are left out, and so are copies that cannot be read, and the uses of packages.
 */
export function usesByKey(project: Project): readonly CertificateKey[] {
  const certificates = certificatesByName(project);
  const groups = new Groups();
  const uses = ownCertificateUses(project).flatMap((use) => {
    if (isNameOpen(use)) return [];
    const keys = publicKeysOf(use, certificates).map((key) => `key ${key}`);
    const [first, ...others] = use.name === undefined ? keys : [`name ${use.name.toLowerCase()}`, ...keys];
    if (first === undefined) return [];
    for (const other of others) groups.join(first, other);
    return [{ use, node: first }];
  });
  const found = new Map<string, { names: Set<string>; publicKeys: Set<string>; uses: CertificateUse[] }>();
  for (const { use, node } of uses) {
    const root = groups.find(node);
    const group = found.get(root) ?? { names: new Set(), publicKeys: new Set(), uses: [] };
    if (use.name !== undefined) group.names.add(use.name.toLowerCase());
    for (const key of publicKeysOf(use, certificates)) group.publicKeys.add(key);
    group.uses.push(use);
    found.set(root, group);
  }
  return [...found.values()].map(({ names, publicKeys, uses: ofKey }) => ({
    names: [...names],
    publicKeys: [...publicKeys],
    uses: ofKey,
  }));
}

/** A union-find over names of nodes. */
class Groups {
  private readonly parents = new Map<string, string>();

  public find(node: string): string {
    let root = node;
    for (let parent = this.parents.get(root); parent !== undefined; parent = this.parents.get(root)) root = parent;
    // Short cuts for all that was passed, so that long chains are walked once.
    for (let step = node; step !== root;) {
      const next = this.parents.get(step)!;
      this.parents.set(step, root);
      step = next;
    }
    return root;
  }

  public join(a: string, b: string): void {
    const [from, to] = [this.find(b), this.find(a)];
    if (from !== to) this.parents.set(from, to);
  }
}

/** A certificate that a project holds: as a component of its own, or as a copy inside an app. */
export interface HeldCertificate {
  readonly component: Certificate | ConnectedApp | ExtlClntAppGlobalOauthSettings | InboundCertificate;
  /** Begins a sentence about it, up to the verb: `Certificate X`, `Connected App Y verifies JWTs with a certificate that`. */
  readonly subject: string;
  readonly content: PlacedCertificateBody | undefined;
  /** Epoch milliseconds; undefined when neither the body nor the metadata says. */
  readonly end: Field<number> | undefined;
  /** Where to point when nothing else is known. */
  readonly place: Placed;
}

/** A certificate that is a component of its own. */
export const heldCertificate = (certificate: Certificate | InboundCertificate): HeldCertificate => ({
  component: certificate,
  subject: nameOf(certificate),
  content: certificate.content,
  end: endOf(certificate),
  place: certificate.content ?? certificate,
});

/**
 * All certificates that a project holds, in file order: Certificates, InboundCertificates, then copies inside apps.
 * Without those of packages, which belong to somebody else.
 */
export function heldCertificates(project: Project): readonly HeldCertificate[] {
  const held: readonly HeldCertificate[] = [
    ...[...project.all('Certificate'), ...project.all('InboundCertificate')].map(heldCertificate),
    ...appCertificates(project).map(({ app, copy, verifies }) => {
      const leaf = leafOf(copy);
      return {
        component: app,
        subject: `${nameOf(app)} verifies ${verifies} with a certificate that`,
        content: copy,
        end: leaf && { value: leaf.notAfter, at: copy.at, element: copy.element },
        place: copy,
      };
    }),
  ];
  return held.filter(({ component }) => !isPackaged(component.fullName));
}

interface AppCertificate {
  readonly app: ConnectedApp | ExtlClntAppGlobalOauthSettings;
  readonly copy: PlacedCertificateBody;
  readonly verifies: string;
}

function appCertificates(project: Project): readonly AppCertificate[] {
  const certificate = (
    app: AppCertificate['app'],
    copy: PlacedCertificateBody | undefined,
    verifies: string
  ): AppCertificate[] => (copy ? [{ app, copy, verifies }] : []);
  return [
    ...project
      .all('ConnectedApp')
      .flatMap((app) => [
        ...certificate(app, app.oauthConfig?.certificate, 'JWTs'),
        ...certificate(app, app.samlCertificate, 'SAML requests'),
      ]),
    ...project.all('ExtlClntAppGlobalOauthSettings').flatMap((app) => certificate(app, app.certificate, 'JWTs')),
  ];
}

/** What to say where a rule needs the body of a certificate and there is none; undefined when it can be read. */
export function unreadBody({
  component,
  subject,
  content,
  place,
}: Pick<HeldCertificate, 'content' | 'place' | 'subject'> & { readonly component: ComponentBase }):
  NotEvaluated | undefined {
  const gap = bodyGapOf(content);
  return gap && { notEvaluated: gap.reason, component, where: place, message: `${subject} ${gap.problem}` };
}

/**
 * A component that has to do with certificates, as messages call it: `Named Credential EMEA_Org`. The settings of an
 * External Client App go by the name of the app.
 */
export function nameOf(component: ComponentBase | ExtlClntAppGlobalOauthSettings): string {
  if (!('externalClientApplication' in component)) return titleOf(component);
  return `External Client App ${component.externalClientApplication?.value ?? component.fullName}`;
}
