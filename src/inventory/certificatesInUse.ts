import { bodyGapOf, endOf, leafOf, type PlacedCertificateBody } from '../model/certificate.js';
import type { CertificateRole } from '../model/certificateUses.js';
import type { ComponentBase, Field } from '../model/component.js';
import type { ConnectedApp } from '../model/connectedApp.js';
import type { OauthApp } from '../model/oauthApp.js';
import type { Project } from '../model/project.js';
import { known, LEFT_TO_BUILD, none, unknown, type Fact } from './fact.js';
import type { ProjectFacts } from './projectFacts.js';

/** A certificate at the work that a chain gives it. */
export interface CertificateInUse {
  readonly role: CertificateRole;
  /** Full name of the Certificate; none where an app holds a copy. */
  readonly name: Fact<string>;
  /** Of a copy, what else in the project has its key, as `Type:FullName`. */
  readonly sameKeyAs: readonly string[];
  /** When it ends, as an ISO 8601 instant. */
  readonly notAfter: Fact<string>;
}

/** A Certificate that something names. */
export function namedCertificate(project: Project, role: CertificateRole, name: Field): CertificateInUse {
  if (project.isPlaceholder(name)) {
    return { role, name: unknown(LEFT_TO_BUILD), sameKeyAs: [], notAfter: unknown(LEFT_TO_BUILD) };
  }
  const certificate = project.find('Certificate', name.value);
  const end = certificate && endOf(certificate);
  return {
    role,
    name: known(certificate?.fullName ?? name.value),
    sameKeyAs: [],
    notAfter: end
      ? known(isoOf(end.value))
      : unknown(certificate ? gapInWords(certificate.content) : 'it is not in the project'),
  };
}

/** A certificate that an app holds a copy of. */
export function copiedCertificate(
  facts: ProjectFacts,
  role: CertificateRole,
  copy: PlacedCertificateBody
): CertificateInUse {
  const leaf = leafOf(copy);
  return {
    role,
    name: none('a copy in the app'),
    sameKeyAs: facts.sameKeyAs(copy),
    notAfter: leaf ? known(isoOf(leaf.notAfter)) : unknown(gapInWords(copy)),
  };
}

/** Why a certificate cannot be read: `it has no body in the project`. */
export const gapInWords = (content: PlacedCertificateBody | undefined): string =>
  `it ${bodyGapOf(content)?.problem ?? 'does not say'}`;

/** An instant as ISO 8601, in UTC. */
export const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The certificates that an app holds a copy of: those that verify what its client signs. */
export const copiesIn = ({ certificate, component }: OauthApp): readonly PlacedCertificateBody[] =>
  [certificate, isConnectedApp(component) ? component.samlCertificate : undefined].filter((copy) => copy !== undefined);

export const isConnectedApp = (component: ComponentBase): component is ConnectedApp =>
  component.type === 'ConnectedApp';
