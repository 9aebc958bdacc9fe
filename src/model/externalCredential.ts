import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Placed, Reference } from './component.js';

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm */
export interface ExternalCredential extends ComponentBase<'ExternalCredential'> {
  readonly label: Field | undefined;
  readonly description: Field | undefined;
  readonly authenticationProtocol: Field | undefined;
  readonly externalCredentialParameters: readonly ExternalCredentialParameter[];
}

/** Known by `parameterType`, never by `parameterName`, which is free text. */
export interface ExternalCredentialParameter extends Placed {
  readonly parameterName: Field | undefined;
  readonly parameterType: Field | undefined;
  readonly parameterValue: Field | undefined;
  readonly parameterGroup: Field | undefined;
  readonly certificate: Field | undefined;
  readonly authProvider: Field | undefined;
  /** The name of a principal, in files of API version 57 and before. */
  readonly principal: Field | undefined;
}

export const EXTERNAL_CREDENTIAL_ELEMENTS = wantedElements(
  'label',
  'description',
  'authenticationProtocol',
  'externalCredentialParameters'
);

export function readExternalCredential(
  base: ComponentBase<'ExternalCredential'>,
  root: ElementReader
): ExternalCredential {
  return {
    ...base,
    label: root.field('label'),
    description: root.field('description'),
    authenticationProtocol: root.field('authenticationProtocol'),
    externalCredentialParameters: root
      .children('externalCredentialParameters', 'parameterType', 'parameterName', 'parameterGroup')
      .map((parameter) => ({
        at: parameter.at,
        element: parameter.element,
        parameterName: parameter.field('parameterName'),
        parameterType: parameter.field('parameterType'),
        parameterValue: parameter.field('parameterValue'),
        parameterGroup: parameter.field('parameterGroup'),
        certificate: parameter.field('certificate'),
        authProvider: parameter.field('authProvider'),
        principal: parameter.field('principal'),
      })),
  };
}

/** The parameters of one type, such as `AuthHeader`. */
export const externalParametersOf = (
  credential: ExternalCredential,
  parameterType: string
): readonly ExternalCredentialParameter[] =>
  credential.externalCredentialParameters.filter((parameter) => parameter.parameterType?.value === parameterType);

/** How the protocol works in detail, such as `JwtBearer`; more than one is nothing the platform makes. */
export const variantOf = (credential: ExternalCredential): Field | undefined =>
  externalParametersOf(credential, 'AuthProtocolVariant')[0]?.parameterValue;

/** The URL of the token endpoint, where the credential has one. */
export const tokenUrlOf = (credential: ExternalCredential): Field | undefined =>
  credential.externalCredentialParameters.find(({ parameterType }) => parameterType?.value === 'AuthProviderUrl')
    ?.parameterValue;

/** Templates write the certificate's name into `parameterValue` at times, so that is read where `certificate` is missing. */
export const externalCredentialReferences = (from: ExternalCredential): readonly Reference[] =>
  from.externalCredentialParameters.flatMap((parameter) => {
    if (parameter.parameterType?.value !== 'SigningCertificate') return [];
    const name = parameter.certificate ?? parameter.parameterValue;
    if (!name) return [];
    const to = { type: 'Certificate', fullName: name.value };
    return [{ from, to, role: 'SigningCertificate', at: name.at, element: name.element }];
  });
