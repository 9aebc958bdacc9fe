import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Placed } from './component.js';
import { readIpRanges, type WrittenIpRange } from './ipRanges.js';
import type { Project } from './project.js';

/**
 * Settings of the org. The platform has one type for all of them, whose full name says which: `Security` is
 * `Security.settings` with the root `SecuritySettings`. Each has the parts of its own and none of the others.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_settings.htm
 */
export interface Settings extends ComponentBase<'Settings'> {
  /** `Security`: from where users sign in without being asked to verify who they are. */
  readonly trustedIpRanges: readonly WrittenIpRange[];
  /** `Security`: `Never`, `ThirtyDays` to `OneYear`. */
  readonly passwordExpiration: Field | undefined;
  /** `Security`: whether login IP ranges of profiles hold for each request, not for the login alone. */
  readonly enforceIpRangesEveryRequest: Field<boolean> | undefined;
  /** `OauthOidc` */
  readonly blockOAuthUnPwFlow: Field<boolean> | undefined;
  /** `OauthOidc` */
  readonly blockOAuthUsrAgtFlow: Field<boolean> | undefined;
  /** `OauthOidc` */
  readonly isPkceRequired: Field<boolean> | undefined;
  /** `ConnectedApp`: API Access Control. */
  readonly enableAdminApprovedAppsOnly: Field<boolean> | undefined;
  /** `MyDomain` */
  readonly doesApiLoginRequireOrgDomain: Field<boolean> | undefined;
  /** `MyDomain`: `bank` of `bank.my.salesforce.com`. This and the next two are read-only in the API. */
  readonly myDomainName: Field | undefined;
  /** `MyDomain`: `MySalesforce` stands for my.salesforce.com with enhanced domains. */
  readonly myDomainSuffix: Field | undefined;
  /** `MyDomain`: `none`, or what stands behind the name of an org that is no production org: `sandbox`, `develop`. */
  readonly domainPartition: Field | undefined;
  /** `Event`: whether Event Monitoring writes log files; off by default. */
  readonly enableEventLogGeneration: Field<boolean> | undefined;
  /** `Event`: whether users with Delete Event Monitoring Records may delete log files and login events. */
  readonly enableDeleteMonitoringData: Field<boolean> | undefined;
  /** `RealTimeEvent` */
  readonly realTimeEvents: readonly RealTimeEvent[];
  /** `PlatformEncryption`, `EncryptionKey`: what is turned on of Shield Platform Encryption. */
  readonly shieldFeatures: ReadonlyArray<Field<boolean>>;
}

/** An event of Real-Time Event Monitoring, and whether it is streamed or stored. */
export interface RealTimeEvent extends Placed {
  readonly entityName: Field;
  readonly isEnabled: Field<boolean> | undefined;
}

/** The settings that are read; a project may have a hundred others. */
export const SETTINGS_NAMES = [
  'ConnectedApp',
  'EncryptionKey',
  'Event',
  'MyDomain',
  'OauthOidc',
  'PlatformEncryption',
  'RealTimeEvent',
  'Security',
] as const;
export type SettingsName = (typeof SETTINGS_NAMES)[number];

const FLAGS = [
  'blockOAuthUnPwFlow',
  'blockOAuthUsrAgtFlow',
  'isPkceRequired',
  'enableAdminApprovedAppsOnly',
  'doesApiLoginRequireOrgDomain',
  'enableEventLogGeneration',
  'enableDeleteMonitoringData',
] as const;

/** What only an org with Shield Platform Encryption can turn on. */
const SHIELD_FEATURES = [
  'enableDeterministicEncryption',
  'enableEncryptFieldHistory',
  'enableEventBusEncryption',
  'canEncryptManagedPackageFields',
  'isMEKForEncryptionRequired',
  'canEncryptTransactionalDatabase',
  'canExternalKeyManagement',
  'enableCacheOnlyKeys',
] as const;

export const SETTINGS_ELEMENTS = wantedElements(
  'networkAccess',
  'passwordPolicies',
  'sessionSettings',
  'realTimeEvents',
  'myDomainName',
  'myDomainSuffix',
  'domainPartition',
  ...FLAGS,
  ...SHIELD_FEATURES
);

export function readSettings(base: ComponentBase<'Settings'>, root: ElementReader): Settings {
  const flags = Object.fromEntries(FLAGS.map((name) => [name, root.flag(name)])) as Pick<
    Settings,
    (typeof FLAGS)[number]
  >;
  return {
    ...base,
    ...flags,
    trustedIpRanges: root
      .children('networkAccess')
      .flatMap((access) => readIpRanges(access, 'ipRanges', 'start', 'end')),
    passwordExpiration: root.children('passwordPolicies')[0]?.field('expiration'),
    myDomainName: root.field('myDomainName'),
    myDomainSuffix: root.field('myDomainSuffix'),
    domainPartition: root.field('domainPartition'),
    enforceIpRangesEveryRequest: root.children('sessionSettings')[0]?.flag('enforceIpRangesEveryRequest'),
    realTimeEvents: root.children('realTimeEvents', 'entityName').flatMap((event) => {
      const entityName = event.field('entityName');
      return entityName
        ? [{ at: event.at, element: event.element, entityName, isEnabled: event.flag('isEnabled') }]
        : [];
    }),
    shieldFeatures: SHIELD_FEATURES.flatMap((name) => root.flag(name) ?? []).filter(({ value }) => value),
  };
}

/** The settings of that name; one for each package directory that has them. */
export const settingsNamed = (project: Project, name: SettingsName): readonly Settings[] =>
  project.all('Settings').filter(({ fullName }) => fullName === name);
