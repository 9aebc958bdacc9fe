import type { Problem } from '../findings/finding.js';
import { apiVersionOf } from '../model/apiVersion.js';
import type { Field, Placed } from '../model/component.js';
import { externalParametersOf, variantOf, type ExternalCredential } from '../model/externalCredential.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { isPackaged } from '../model/packaged.js';
import { defineRule } from './rule.js';

/** The last API version whose values are known here. */
const NEWEST_KNOWN_VERSION = 67;
/** The last version that has the values of `REMOVED_PARAMETER_TYPES`. */
const LAST_WITH_REMOVED = 60;

/** Those of @salesforce/types, and behind them those that a WSDL alone has (versions 54 to 66). */
const PROTOCOLS: ReadonlySet<string> = new Set([
  'AwsSv4',
  'Basic',
  'Custom',
  'Jwt',
  'JwtExchange',
  'NoAuthentication',
  'Oauth',
  'Password',
  'ApiKey',
  'C2c',
  'Certificate',
  'InternalOAuth',
  'NTLM',
  'OrgJwt',
]);

/** As in @salesforce/types. */
const PARAMETER_TYPES: ReadonlySet<string> = new Set([
  'AdditionalRefreshStatusCode',
  'AuthHeader',
  'AuthParameter',
  'AuthProtocolVariant',
  'AuthProvider',
  'AuthProviderUrl',
  'AuthProviderUrlQueryParameter',
  'AwsStsPrincipal',
  'CreatedByNamespace',
  'CustomPrincipal',
  'ExternalAuthIdentityProvider',
  'GlobalNamedPrincipal',
  'JwtBodyClaim',
  'JwtHeaderClaim',
  'ManagedByComponent',
  'ManagedByFeature',
  'ManagedByNamespace',
  'NamedPrincipal',
  'PerUserPrincipal',
  'PrincipalIdentityAlias',
  'SfHttpRequestExtensionName',
  'SigningCertificate',
  'SystemUserPrincipal',
]);

const REMOVED_PARAMETER_TYPES: ReadonlySet<string> = new Set([
  'AuthProviderClientCertificate',
  'AuthProviderHttpCookie',
  'AuthProviderHttpHeader',
  'AuthProviderServerCertificate',
]);

/** What generated templates write and no version of the API has had. */
const INVENTED_PARAMETER_TYPES: ReadonlySet<string> = new Set([
  'AuthProviderClientId',
  'AuthProviderClientSecret',
  'AuthProviderScope',
  'AuthProviderTokenEndpoint',
  'Custom',
]);

/** The variants that sign something. */
const SIGNING_VARIANTS: ReadonlySet<string> = new Set(['ClientCredentialsJwtAssertion', 'JwtBearer']);

export default defineRule({
  id: 'external-credential-invalid-parameter',
  title: 'External Credential that the platform does not take as it is written',
  severity: 'medium',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['ExternalCredential', 'Project'],
  tags: ['endpoints'],
  why: `A credential that does not deploy is mended by hand in the org, under pressure, and from then on the repository does not
show how the integration authenticates. Reported are

- values of \`authenticationProtocol\` and \`parameterType\` that the Metadata API does not know. That is judged when the
  project says a \`sourceApiVersion\` of at most ${NEWEST_KNOWN_VERSION}, the last whose values are known here; without one, or with a later one,
  only values that templates invent and no version has had, \`AuthProviderTokenEndpoint\` for one. Generated templates are full
  of them, those that Salesforce publishes included;
- \`JwtBearer\` and \`ClientCredentialsJwtAssertion\` without a \`SigningCertificate\`, and a \`SigningCertificate\` that has no
  \`certificate\`, be it that the name stands in \`parameterValue\`;
- \`ClientCredentials…\` without an \`AuthProviderUrl\` and without an identity provider that has one.`,
  remedy: `\`\`\`xml
<authenticationProtocol>Oauth</authenticationProtocol>
<externalCredentialParameters>
    <parameterName>Oauth</parameterName>
    <parameterType>AuthProtocolVariant</parameterType>
    <parameterValue>JwtBearer</parameterValue>
</externalCredentialParameters>
<externalCredentialParameters>
    <parameterName>AuthProviderUrl</parameterName>
    <parameterType>AuthProviderUrl</parameterType>
    <parameterValue>https://emea.my.salesforce.com/services/oauth2/token</parameterValue>
</externalCredentialParameters>
<externalCredentialParameters>
    <certificate>EMEA_Signing</certificate>
    <parameterName>SigningCertificate</parameterName>
    <parameterType>SigningCertificate</parameterType>
</externalCredentialParameters>
\`\`\`

The surest way is to make the credential in Setup once and to retrieve it.`,
  setup: 'Security > Named Credentials > External Credentials > (the credential)',
  whenWrong: `An API version newer than ${NEWEST_KNOWN_VERSION} may know what is unknown here; \`sourceApiVersion\` says so. Values that only an
older WSDL has are let pass. Packaged credentials (\`ns__Name\`) are left alone.`,
  links: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm'],
  controls: ['ISA-STEP-5'],
  since: '0.1.0',

  *check(project) {
    const version = apiVersionOf(project);
    for (const credential of project.all('ExternalCredential')) {
      if (isPackaged(credential.fullName)) continue;
      const isOpen = (field: Field): boolean => project.isPlaceholder(field);
      const unknown = unknownValues(credential, version, isOpen);
      if (unknown) yield unknown;
      yield* missingCompanions(credential, isOpen);
    }
  },
});

/** One finding for all of them: they have one cause, and go together. */
function unknownValues(
  credential: ExternalCredential,
  version: number | undefined,
  isOpen: (field: Field) => boolean
): Problem | undefined {
  const { fullName, authenticationProtocol: protocol } = credential;
  const isKnownVersion = version !== undefined && version <= NEWEST_KNOWN_VERSION;
  const isUnknownType = (type: string): boolean =>
    INVENTED_PARAMETER_TYPES.has(type) ||
    (isKnownVersion && (REMOVED_PARAMETER_TYPES.has(type) ? version > LAST_WITH_REMOVED : !PARAMETER_TYPES.has(type)));
  const values = [
    ...(protocol && isKnownVersion && !PROTOCOLS.has(protocol.value) ? [protocol] : []),
    ...credential.externalCredentialParameters
      .flatMap(({ parameterType }) => parameterType ?? [])
      .filter(({ value }) => isUnknownType(value)),
  ].filter((field) => !isOpen(field));
  const [first, ...others] = values;
  if (!first) return undefined;
  const names = sortedNames(values.map(({ value }) => value));
  return {
    component: credential,
    where: { at: first.at, element: '' },
    message: `External Credential ${fullName} has ${names.length === 1 ? 'a value' : 'values'} that the Metadata API does not know: ${listNames(names, 'values')}`,
    label: first === protocol ? 'no authentication protocol' : 'no parameter type',
    related: others.map(({ at }) => ({ at, label: 'unknown, too' })),
    fix: 'make the credential in Setup and retrieve it',
    evidence: names.join(),
  };
}

function* missingCompanions(credential: ExternalCredential, isOpen: (field: Field) => boolean): Iterable<Problem> {
  const { fullName } = credential;
  const [signing] = externalParametersOf(credential, 'SigningCertificate');
  const variant = variantOf(credential);
  const problem = (where: Placed, says: string, label: string, fix: string): Problem => ({
    component: credential,
    where,
    message: `External Credential ${fullName} ${says}`,
    label,
    fix,
  });
  if (signing && !signing.certificate) {
    const { parameterValue: name } = signing;
    const fix = `write ${name && !isOpen(name) ? `<certificate>${name.value}</certificate>` : 'its name as <certificate>'} into the parameter`;
    yield name
      ? problem(
          name,
          'names its signing certificate in parameterValue, where no certificate is read from',
          'belongs into the element certificate',
          fix
        )
      : problem(signing, 'has a SigningCertificate parameter that names no certificate', 'no certificate', fix);
  }
  if (!variant || isOpen(variant)) return;
  if (SIGNING_VARIANTS.has(variant.value) && !signing) {
    const fix = 'add a parameter of the type SigningCertificate';
    yield problem(
      variant,
      `signs by ${variant.value} without a signing certificate`,
      'needs a SigningCertificate',
      fix
    );
  }
  const hasProvider = ['AuthProviderUrl', 'AuthProvider', 'ExternalAuthIdentityProvider'].some(
    (type) => externalParametersOf(credential, type).length > 0
  );
  if (variant.value.startsWith('ClientCredentials') && !hasProvider) {
    const fix = 'add a parameter of the type AuthProviderUrl';
    yield {
      ...problem(variant, `uses ${variant.value} without a token endpoint`, 'needs an AuthProviderUrl', fix),
      discriminator: 'AuthProviderUrl',
    };
  }
}
