import type { NotEvaluated, Problem } from '../findings/finding.js';
import type { Field } from './component.js';
import type { Endpoint } from './host.js';
import { clientCertificateOf, urlOf, type NamedCredential } from './namedCredential.js';
import type { PermissionSet, Profile } from './permissionSet.js';
import { leftToBuild } from './placeholder.js';
import type { Project } from './project.js';
import { isPackaged } from './syncIdentity.js';

/**
 * The one port where an org asks API clients for a certificate:
 * https://help.salesforce.com/s/articleView?id=xcloud.security_keys_uploading_mutual_auth_cert_api&language=en_US&type=5
 */
export const MUTUAL_TLS_PORT = 8443;

/** "Enforce SSL/TLS Mutual Authentication": its users are served on that port only. */
export const ENFORCE_MUTUAL_AUTHENTICATION = 'EnforceMutualAuthentication';

/** What makes users prove themselves with a client certificate. */
export interface MutualTlsEnforcer {
  readonly holder: PermissionSet | Profile;
  readonly permission: Field;
}

/** The permission sets and profiles that enforce mutual TLS, packaged ones too. */
export const mutualTlsEnforcers = (project: Project): readonly MutualTlsEnforcer[] =>
  [...project.all('PermissionSet'), ...project.all('Profile')].flatMap((holder) => {
    const permission = holder.userPermissions.find(({ value }) => value === ENFORCE_MUTUAL_AUTHENTICATION);
    return permission ? [{ holder, permission }] : [];
  });

/** An HTTPS callout that is meant to present a client certificate. */
export interface MutualTlsCallout {
  readonly credential: NamedCredential;
  readonly certificate: Field;
  readonly url: Field;
  readonly endpoint: Endpoint;
}

/**
 * The named credentials of a project that have a client certificate, and those that nobody can judge because a build
 * puts in their URL or their certificate. Without packaged ones, which belong to somebody else.
 */
export function* mutualTlsCallouts(project: Project): Iterable<MutualTlsCallout | NotEvaluated> {
  for (const credential of project.all('NamedCredential')) {
    const certificate = clientCertificateOf(credential);
    const url = urlOf(credential);
    if (!certificate || !url || isPackaged(credential.fullName)) continue;
    const reading = project.endpoint(url);
    if (reading.kind === 'placeholder') yield leftToBuild(credential, url, 'URL');
    else if (project.isPlaceholder(certificate)) yield leftToBuild(credential, certificate, 'client certificate');
    else if (reading.kind === 'endpoint' && reading.endpoint.scheme === 'https') {
      yield { credential, certificate, url, endpoint: reading.endpoint };
    }
  }
}

/** So that many calls do not bury the finding. */
const SHOWN = 3;

/**
 * What is left of the finding that a callout has no client certificate where Apex of the project sets one, which may be for that
 * callout. Asked for a finding only, since every class is opened for it.
 */
export function loweredByApex(problem: Problem, project: Project): Problem {
  const { clientCertificates } = project.apex();
  if (clientCertificates.length === 0) return problem;
  const calls = clientCertificates
    .slice(0, SHOWN)
    .map(({ at, fullName }) => ({ at, label: `${fullName} sets a client certificate in Apex` }));
  return {
    ...problem,
    severity: 'info',
    related: [...(problem.related ?? []), ...calls],
    fix: 'name the certificate in the Named Credential, where reviewers see it',
  };
}
