import type { Field } from './component.js';
import { externalParametersOf, type ExternalCredential } from './externalCredential.js';
import { isLegacy, parametersOf, type NamedCredential } from './namedCredential.js';
import { principalsOf } from './principal.js';
import type { Project } from './project.js';

/** What may know by itself as whom it signs in: an External Credential, or a Named Credential of the legacy shape. */
export type Authenticator = ExternalCredential | NamedCredential;

/** The own components by which the callouts of a Named Credential authenticate themselves, as far as the project holds them. */
export function authenticatorsOf(project: Project, credential: NamedCredential): readonly Authenticator[] {
  if (isLegacy(credential)) return [credential];
  return parametersOf(credential, 'Authentication').flatMap(
    ({ externalCredential }) =>
      (externalCredential && project.find('ExternalCredential', externalCredential.value)) ?? []
  );
}

/**
 * What says as which user a credential signs in, for everybody who may use it: the subject of the JWTs, or the user name of a
 * legacy one. Nothing where each person signs in alone, and where a formula or the org decides.
 * https://developer.salesforce.com/docs/platform/named-credentials/references/named-credentials-reference/jwt-claims.html
 */
export function namedUserFieldsOf(credential: Authenticator): readonly Field[] {
  if (isPerUser(credential)) return [];
  if (credential.type === 'NamedCredential') {
    return [credential.jwtTextSubject, credential.username].flatMap((field) => field ?? []);
  }
  return externalParametersOf(credential, 'JwtBodyClaim').flatMap(({ parameterName, parameterValue }) =>
    parameterName?.value.toLowerCase() === 'sub' && parameterValue ? [parameterValue] : []
  );
}

/** Whether each person signs in alone, so that no identity of an integration is at the other end. */
export function isPerUser(credential: Authenticator): boolean {
  if (credential.type === 'NamedCredential') return credential.principalType?.value === 'PerUser';
  const principals = principalsOf(credential);
  return principals.length > 0 && principals.every(({ parameterType }) => parameterType?.value === 'PerUserPrincipal');
}

/** A user name has the shape of an e-mail address: `'sync@bank.example'`, in a claim within quotation marks or without. */
const USER_NAME = /^(['"]?)([^\s'"{}()$@]+@[^\s'"{}()$@]+)\1$/;

/**
 * The user name that a field holds, in lower case, since user names do not depend on case; undefined for a formula.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_user.htm
 */
export const userNameIn = ({ value }: Field): string | undefined => USER_NAME.exec(value.trim())?.[2]?.toLowerCase();
