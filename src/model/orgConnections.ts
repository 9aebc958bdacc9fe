import type { NotEvaluated } from '../findings/finding.js';
import type { Location } from '../location.js';
import { publicKeyOf } from './certificate.js';
import {
  certificatesByName,
  isNameOpen,
  ownCertificateUses,
  publicKeysOf,
  type CertificateUse,
} from './certificateUses.js';
import { componentKey, type ComponentBase, type Field } from './component.js';
import type { Endpoint } from './host.js';
import { integrationsOf } from './integration.js';
import type { Landscape, Org } from './landscape.js';
import { matchesAny } from './namePattern.js';
import { clientCertificateOf, outboundNetworkConnectionOf, urlOf, type NamedCredential } from './namedCredential.js';
import { ownApps, type OauthApp } from './oauthApp.js';
import { isPackaged } from './packaged.js';
import { leftToBuild } from './placeholder.js';
import type { Project } from './project.js';
import type { SyncIdentity } from './syncIdentity.js';

/** A Named Credential of one org whose URL is the My Domain host of another one of the landscape. */
export interface OrgCall {
  readonly from: Org;
  readonly to: Org;
  readonly credential: NamedCredential;
  readonly url: Field;
  readonly endpoint: Endpoint;
  /** The name of the client certificate, which a build may put in. */
  readonly certificate: Field | undefined;
}

/** A Named Credential whose URL a build puts in, so that it may call any org. */
export interface OpenCall {
  readonly open: NotEvaluated;
  readonly credential: NamedCredential;
  /** The name of the client certificate. */
  readonly certificate: Field | undefined;
}

/**
 * The HTTPS calls of a project into other orgs of its landscape, and what may be one. Without those of packages, those that are
 * switched off, and those that take a private connection, where no org asks for a certificate: https://help.salesforce.com/s/articleView?id=xcloud.private_connect_considerations&language=en_US&type=5
 */
export function* callsToOrgs(project: Project, landscape: Landscape): Generator<OpenCall | OrgCall> {
  const from = landscape.orgOf(project);
  if (landscape.isAmbiguous(from)) return;
  for (const credential of project.all('NamedCredential')) {
    const url = urlOf(credential);
    if (!url || isPackaged(credential.fullName) || outboundNetworkConnectionOf(credential)) continue;
    if (credential.calloutStatus?.value === 'Disabled') continue;
    const certificate = clientCertificateOf(credential);
    const reading = project.endpoint(url);
    if (reading.kind === 'placeholder') yield { open: leftToBuild(credential, url, 'URL'), credential, certificate };
    if (reading.kind !== 'endpoint' || reading.endpoint.scheme !== 'https') continue;
    const to = landscape.orgAt(reading.endpoint.host);
    if (!to || to === from) continue;
    yield { from, to, credential, url, endpoint: reading.endpoint, certificate };
  }
}

/** A way of one org into another: what signs in, and the app that lets it in. */
export interface OrgLink {
  readonly from: Org;
  readonly to: Org;
  /** The External Credential or Named Credential that signs in. */
  readonly caller: ComponentBase;
  /** The Named Credentials that sign in so. */
  readonly credentials: readonly NamedCredential[];
  readonly app: OauthApp;
  /**
   * How the two are known to belong together: the app verifies what the caller's key signs, or both registers have an
   * integration of one id that names the one here and the other one there.
   */
  readonly by: LinkSign;
}

/** What tells that a caller and an app belong together. */
export type LinkSign =
  { readonly kind: 'key'; readonly publicKey: string } | { readonly kind: 'register'; readonly id: string };

const linksOf = new WeakMap<Landscape, readonly OrgLink[]>();

/**
 * All ways between the orgs of a landscape, the surest sign of each; worked out when they are asked for first. One by key is there
 * also where the caller's own URL leads to another org: whoever has the key can take it.
 */
export function orgLinks(landscape: Landscape): readonly OrgLink[] {
  const known = linksOf.get(landscape) ?? readLinks(landscape);
  linksOf.set(landscape, known);
  return known;
}

/** The ways that callers do take, as far as their URLs say where they go. */
export const usedLinks = (landscape: Landscape): readonly OrgLink[] =>
  orgLinks(landscape).filter(({ from, to, credentials }) => !leadsElsewhere(landscape, from, to, credentials));

function readLinks(landscape: Landscape): readonly OrgLink[] {
  const orgs = landscape.orgs.filter((org) => !landscape.isAmbiguous(org));
  const signers = new Map(orgs.map((org) => [org, tokenSignersOf(org)]));
  return orgs.flatMap((to) => {
    const apps = ownApps(to.project);
    if (apps.length === 0) return [];
    return orgs
      .filter((from) => from !== to)
      .flatMap((from) => {
        const byKey = apps.flatMap((app) => linksByKey(from, to, app, signers.get(from)!));
        return withoutRepetitions([...byKey, ...linksByRegister(landscape, from, to, apps)]);
      });
  });
}

/**
 * A register often names an External Credential and the Named Credential that uses it, which are one way in; and an app comes
 * as often as package directories hold a version of it.
 */
const withoutRepetitions = (links: readonly OrgLink[]): readonly OrgLink[] =>
  links.filter(
    ({ app, caller, credentials }, index) =>
      !links
        .slice(0, index)
        .some(
          (before) =>
            before.app.title === app.title &&
            (before.caller === caller || before.credentials.some((credential) => credentials.includes(credential)))
        )
  );

/** What signs tokens in an org, with the public keys that it may do so with. */
export interface TokenSigner {
  readonly use: CertificateUse;
  readonly publicKeys: readonly string[];
}

/** All of an org that signs tokens with a certificate which its project names. */
export function tokenSignersOf({ project }: Org): readonly TokenSigner[] {
  const certificates = certificatesByName(project);
  return ownCertificateUses(project)
    .filter((use) => use.role === 'signing' && !isNameOpen(use))
    .map((use) => ({ use, publicKeys: publicKeysOf(use, certificates) }));
}

function linksByKey(from: Org, to: Org, app: OauthApp, signers: readonly TokenSigner[]): readonly OrgLink[] {
  const publicKey = publicKeyOf(app.certificate);
  if (publicKey === undefined) return [];
  return signers
    .filter(({ publicKeys }) => publicKeys.includes(publicKey))
    .map(({ use }) => ({
      from,
      to,
      caller: use.from,
      credentials: credentialsOf(from.project, use.from),
      app,
      by: { kind: 'key', publicKey },
    }));
}

/** One file may be the register of both orgs, so that a caller whose host is a third org is not let in here. */
function linksByRegister(landscape: Landscape, from: Org, to: Org, apps: readonly OauthApp[]): readonly OrgLink[] {
  return from.config.integrations.flatMap((entry) => {
    const counterpart = to.config.integrations.find(({ id }) => id === entry.id);
    if (!counterpart) return [];
    const named = apps.filter(({ parts, name, kind }) =>
      [...parts, ...(kind === 'ExternalClientApp' ? [{ type: 'ExternalClientApplication', fullName: name }] : [])].some(
        (part) => matchesAny(counterpart.components, componentKey(part))
      )
    );
    if (named.length === 0) return [];
    const callers = [...from.project.all('ExternalCredential'), ...from.project.all('NamedCredential')].filter(
      (component) => !isPackaged(component.fullName) && matchesAny(entry.components, componentKey(component))
    );
    return callers.flatMap((caller) => {
      const credentials = credentialsOf(from.project, caller);
      return leadsElsewhere(landscape, from, to, credentials)
        ? []
        : named.map((app): OrgLink => ({
            from,
            to,
            caller,
            credentials,
            app,
            by: { kind: 'register', id: entry.id },
          }));
    });
  });
}

/** Whether credentials call a third org of the landscape, and not the one that they are asked about. */
function leadsElsewhere(landscape: Landscape, from: Org, to: Org, credentials: readonly NamedCredential[]): boolean {
  const orgs = credentials.flatMap((credential) => {
    const host = hostOf(from.project, credential);
    return (host !== undefined && landscape.orgAt(host)) || [];
  });
  return orgs.length > 0 && !orgs.includes(to);
}

function hostOf(project: Project, credential: NamedCredential): string | undefined {
  const url = urlOf(credential);
  const reading = url && project.endpoint(url);
  return reading?.kind === 'endpoint' ? reading.endpoint.host : undefined;
}

/** The Named Credentials that a component is, or that use it as their External Credential. */
function credentialsOf(project: Project, component: ComponentBase): readonly NamedCredential[] {
  if (component.type === 'NamedCredential') return project.all('NamedCredential').filter((one) => one === component);
  const uses = project.usesOf('ExternalCredential').get(component.fullName.toLowerCase()) ?? [];
  const users = new Set(uses.map(({ from }) => from));
  return project.all('NamedCredential').filter((credential) => users.has(credential));
}

/** Whether the register says that a client certificate is not for the Named Credential to present. */
export function isMutualTlsExcused({ config }: Org, credential: NamedCredential): boolean {
  const duties = integrationsOf(config.integrations, credential).map(({ mtls }) => mtls);
  return duties.includes('gateway') || duties.includes('not-applicable');
}

/** The sync identities that the app of a link lets in: those of its permission sets and profiles. */
export function identitiesOfApp({ app, to }: OrgLink): readonly SyncIdentity[] {
  const names = new Set(
    [
      ...app.permissionSets.map(({ value }) => componentKey({ type: 'PermissionSet', fullName: value })),
      ...app.profiles.map(({ value }) => componentKey({ type: 'Profile', fullName: value })),
    ].map((key) => key.toLowerCase())
  );
  return to.sync.identities.filter(({ holder }) => names.has(componentKey(holder).toLowerCase()));
}

/**
 * The sync identities that work for the caller of a link: those that the register names together with it, or, where it names
 * none, all of the org.
 */
export function identitiesOfCaller({ caller, credentials, from }: OrgLink): readonly SyncIdentity[] {
  const { integrations } = from.config;
  const entries = [caller, ...credentials].flatMap((component) => integrationsOf(integrations, component));
  const named = from.sync.identities.filter(({ holder }) =>
    entries.some(({ components }) => matchesAny(components, componentKey(holder)))
  );
  return named.length > 0 ? named : from.sync.identities;
}

/** Where to show that a component is there: its label, which is one line, or else all of it. */
export const placeOf = (component: ComponentBase & { readonly label?: Field | undefined }): Location =>
  (component.label ?? component).at;
