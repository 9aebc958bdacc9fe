import type { Field } from './component.js';
import type { ExternalCredential, ExternalCredentialParameter } from './externalCredential.js';
import type { PermissionSet } from './permissionSet.js';
import type { Project } from './project.js';

/** The principals that an admin creates; `SystemUserPrincipal` and `GlobalNamedPrincipal` are the platform's own. */
const PRINCIPAL_TYPES: ReadonlySet<string> = new Set([
  'AwsStsPrincipal',
  'CustomPrincipal',
  'NamedPrincipal',
  'PerUserPrincipal',
]);

/** A permission set's grant of a principal, as far as the project knows the two. */
export interface PrincipalGrant {
  /** `<credential>-<principal>`. The credential's name has no hyphen; the principal's may have, and blanks. */
  readonly name: Field;
  readonly credentialName: string;
  /** Empty where the name has no hyphen. */
  readonly principalName: string;
  readonly credential: ExternalCredential | undefined;
  readonly principal: ExternalCredentialParameter | undefined;
}

/** The principals that a permission set grants. */
export const principalGrantsOf = (project: Project, set: PermissionSet): readonly PrincipalGrant[] =>
  set.externalCredentialPrincipals.map((name) => {
    const hyphen = name.value.indexOf('-');
    const [credentialName, principalName] =
      hyphen === -1 ? [name.value, ''] : [name.value.slice(0, hyphen), name.value.slice(hyphen + 1)];
    const credential =
      project.find('ExternalCredential', credentialName) ??
      project.find('ExternalCredential', withoutNamespace(credentialName));
    const principal =
      credential && principalsOf(credential).find((one) => namesOf(one).includes(principalName.toLowerCase()));
    return { name, credentialName, principalName, credential, principal };
  });

/** Of `ns__Name`, the name: a package's own permission sets name its credentials with its namespace, its files without. */
const withoutNamespace = (name: string): string =>
  name.replace(/^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*?__(?=[A-Za-z])/, '');

/** The principals of an External Credential, in file order. */
export const principalsOf = (credential: ExternalCredential): readonly ExternalCredentialParameter[] =>
  credential.externalCredentialParameters.filter(({ parameterType }) =>
    PRINCIPAL_TYPES.has(parameterType?.value ?? '')
  );

/** The name of a principal stands in another element from version to version. */
export const principalNameOf = ({
  principal,
  parameterGroup,
  parameterName,
}: ExternalCredentialParameter): Field | undefined => principal ?? parameterGroup ?? parameterName;

const namesOf = ({ principal, parameterGroup, parameterName }: ExternalCredentialParameter): readonly string[] =>
  [principal, parameterGroup, parameterName].flatMap((field) => field?.value.toLowerCase() ?? []);
