import type { Field } from './component.js';
import { variantOf, type ExternalCredential } from './externalCredential.js';
import { isLegacy, parametersOf, type NamedCredential } from './namedCredential.js';
import type { Project } from './project.js';
import { isSecretName } from './secretValue.js';

/** What the files say about how callouts of a named credential authenticate themselves, TLS apart. */
export type Authentication =
  | { readonly kind: 'some' }
  /** `at` is what says so: the protocol, or the External Credential without one; undefined when nothing is named at all. */
  | { readonly kind: 'none'; readonly saidBy: Field | undefined; readonly external: ExternalCredential | undefined }
  /** The files neither name an authentication nor say that there is none. */
  | { readonly kind: 'unsaid' };

/**
 * Whether requests of a named credential carry credentials, be it those of an External Credential that is kept elsewhere,
 * or a header that is named for a secret.
 */
export function authenticationOf(project: Project, credential: NamedCredential): Authentication {
  const hasHeader = parametersOf(credential, 'HttpHeader').some(
    ({ parameterName, parameterValue }) =>
      isSecretName(parameterName?.value ?? '') || parameterValue?.value.includes('$Credential') === true
  );
  if (hasHeader) return { kind: 'some' };
  if (isLegacy(credential)) {
    const { protocol } = credential;
    if (!protocol) return { kind: 'unsaid' };
    return protocol.value === 'NoAuthentication'
      ? { kind: 'none', saidBy: protocol, external: undefined }
      : { kind: 'some' };
  }
  const links = parametersOf(credential, 'Authentication').flatMap(
    ({ externalCredential }) => externalCredential ?? []
  );
  for (const link of links) {
    const external = project.find('ExternalCredential', link.value);
    if (!external || !isWithoutAuthentication(external)) return { kind: 'some' };
    return { kind: 'none', saidBy: link, external };
  }
  return { kind: 'none', saidBy: undefined, external: undefined };
}

/** `NoAuthentication` is a protocol, and a variant of the protocol Custom. */
const isWithoutAuthentication = (credential: ExternalCredential): boolean =>
  credential.authenticationProtocol?.value === 'NoAuthentication' ||
  variantOf(credential)?.value === 'NoAuthentication';
