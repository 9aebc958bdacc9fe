import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Placed, Reference } from './component.js';

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_namedcredential.htm */
export interface NamedCredential extends ComponentBase<'NamedCredential'> {
  readonly label: Field | undefined;
  readonly description: Field | undefined;
  /** Absent means Legacy. */
  readonly namedCredentialType: Field | undefined;
  readonly calloutStatus: Field | undefined;
  /** Whether merge fields such as `{!$Credential.Password}` are filled in where Apex writes them. */
  readonly allowMergeFieldsInBody: Field<boolean> | undefined;
  readonly allowMergeFieldsInHeader: Field<boolean> | undefined;
  /** The fields up to `namedCredentialParameters` exist in the legacy shape only. */
  readonly endpoint: Field | undefined;
  readonly principalType: Field | undefined;
  readonly protocol: Field | undefined;
  readonly certificate: Field | undefined;
  readonly jwtSigningCertificate: Field | undefined;
  /** The user that a JWT is for, where it is the same for everybody. */
  readonly jwtTextSubject: Field | undefined;
  readonly authTokenEndpointUrl: Field | undefined;
  readonly outboundNetworkConnection: Field | undefined;
  readonly username: Field | undefined;
  readonly password: Field | undefined;
  readonly oauthToken: Field | undefined;
  readonly oauthRefreshToken: Field | undefined;
  readonly awsAccessKey: Field | undefined;
  readonly awsAccessSecret: Field | undefined;
  readonly namedCredentialParameters: readonly NamedCredentialParameter[];
}

/** Known by `parameterType`, never by `parameterName`, which is free text. */
export interface NamedCredentialParameter extends Placed {
  readonly parameterName: Field | undefined;
  readonly parameterType: Field | undefined;
  readonly parameterValue: Field | undefined;
  readonly certificate: Field | undefined;
  readonly externalCredential: Field | undefined;
  readonly outboundNetworkConnection: Field | undefined;
}

const LEAVES = [
  'label',
  'description',
  'namedCredentialType',
  'calloutStatus',
  'endpoint',
  'principalType',
  'protocol',
  'certificate',
  'jwtSigningCertificate',
  'jwtTextSubject',
  'authTokenEndpointUrl',
  'outboundNetworkConnection',
  'username',
  'password',
  'oauthToken',
  'oauthRefreshToken',
  'awsAccessKey',
  'awsAccessSecret',
] as const;

export const NAMED_CREDENTIAL_ELEMENTS = wantedElements(
  ...LEAVES,
  'allowMergeFieldsInBody',
  'allowMergeFieldsInHeader',
  'namedCredentialParameters',
  'privateConnection'
);

export function readNamedCredential(base: ComponentBase<'NamedCredential'>, root: ElementReader): NamedCredential {
  const leaves = Object.fromEntries(LEAVES.map((name) => [name, root.field(name)])) as Record<
    (typeof LEAVES)[number],
    Field | undefined
  >;
  return {
    ...base,
    ...leaves,
    allowMergeFieldsInBody: root.flag('allowMergeFieldsInBody'),
    allowMergeFieldsInHeader: root.flag('allowMergeFieldsInHeader'),
    // Its name up to API version 48.
    outboundNetworkConnection: leaves.outboundNetworkConnection ?? root.field('privateConnection'),
    namedCredentialParameters: root
      .children('namedCredentialParameters', 'parameterType', 'parameterName')
      .map((parameter) => ({
        at: parameter.at,
        element: parameter.element,
        parameterName: parameter.field('parameterName'),
        parameterType: parameter.field('parameterType'),
        parameterValue: parameter.field('parameterValue'),
        certificate: parameter.field('certificate'),
        externalCredential: parameter.field('externalCredential'),
        outboundNetworkConnection: parameter.field('outboundNetworkConnection'),
      })),
  };
}

/** The parameters of one type, such as `HttpHeader`. */
export const parametersOf = (credential: NamedCredential, parameterType: string): readonly NamedCredentialParameter[] =>
  credential.namedCredentialParameters.filter((parameter) => parameter.parameterType?.value === parameterType);

/**
 * Whether it has the shape that Salesforce deprecated: the type says so, or is absent, which means the same. Parameters
 * exist in the current shape only, so a file that has them and no type is none of it.
 */
export const isLegacy = ({ namedCredentialType, namedCredentialParameters }: NamedCredential): boolean =>
  namedCredentialType === undefined ? namedCredentialParameters.length === 0 : namedCredentialType.value === 'Legacy';

/** The URL that callouts go to, whichever shape the named credential has. */
export const urlOf = (credential: NamedCredential): Field | undefined =>
  parametersOf(credential, 'Url').find((parameter) => parameter.parameterValue)?.parameterValue ?? credential.endpoint;

/**
 * The name of the certificate presented in the TLS handshake. Some templates write it into `parameterValue`, so that is
 * read where `certificate` is missing.
 */
export function clientCertificateOf(credential: NamedCredential): Field | undefined {
  const parameter = parametersOf(credential, 'ClientCertificate')[0];
  return parameter?.certificate ?? parameter?.parameterValue ?? credential.certificate;
}

/** The private connection that callouts take instead of the Internet. */
export const outboundNetworkConnectionOf = (credential: NamedCredential): Field | undefined =>
  parametersOf(credential, 'OutboundNetworkConnection')[0]?.outboundNetworkConnection ??
  credential.outboundNetworkConnection;

export function namedCredentialReferences(from: NamedCredential): readonly Reference[] {
  const references: Reference[] = [];
  const add = (type: string, name: Field | undefined, role: string): void => {
    if (name) references.push({ from, to: { type, fullName: name.value }, role, at: name.at, element: name.element });
  };
  add('Certificate', clientCertificateOf(from), 'ClientCertificate');
  add('Certificate', from.jwtSigningCertificate, 'SigningCertificate');
  for (const { externalCredential } of parametersOf(from, 'Authentication')) {
    add('ExternalCredential', externalCredential, 'Authentication');
  }
  add('OutboundNetworkConnection', outboundNetworkConnectionOf(from), 'OutboundNetworkConnection');
  return references;
}
