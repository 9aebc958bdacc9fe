import { valueOf } from '../../../inventory/fact.js';
import type { OutboundIntegration } from '../../../inventory/integrations.js';
import { keyOf } from '../../../inventory/projectFacts.js';
import { salesforceHostKind } from '../../../model/host.js';
import {
  classificationOf,
  definitionOf,
  isEncrypted,
  type CustomField,
  type SensitiveValues,
} from '../../../model/customField.js';
import { restrictsLogins } from '../../../model/loginIpRanges.js';
import { mutualTlsEnforcers } from '../../../model/mutualTls.js';
import { listNames, sortedNames } from '../../../model/nameList.js';
import { settingsNamed } from '../../../model/settings.js';
import sensitiveUnencrypted from '../../../rules/field-sensitive-unencrypted.js';
import { defaultOptions } from '../../../rules/rule.js';
import { EVERYTHING } from '../access.js';
import { sensitivityOf, titleOfRow } from '../chain.js';
import { orgAt, type Org } from '../org.js';
import { countOf, verbOf, withPeriod } from '../words.js';
import {
  calloutsOf,
  eachOf,
  forEachOrg,
  itemOf,
  judged,
  rowsOf,
  shows,
  systemsInOf,
  together,
  waysInOf,
  type Evaluator,
  type Item,
  type Judgement,
  type Look,
} from './look.js';
import { all, waysInHaveBothLayers } from './reviewChecklist.js';

/**
 * `ZT-PATTERN-1`, `ZT-CHECK-1`: whether each call to another org is mutual TLS. What the other org does about it is known
 * where its project is among those of the report.
 */
const orgsProveThemselves = forEachOrg((org, look) => {
  const calls = calloutsOf(look, org).filter(
    ({ host }) => salesforceHostKind(valueOf(host) ?? '') === 'my-domain' || orgAt(look.orgs, valueOf(host) ?? '')
  );
  const items = calls.map((row) => itemOf(look, row, callOfOrg(row, titleOfRow(row), look.orgs)));
  return eachOf(
    items,
    (good) =>
      `${good} of ${countOf(items.length, 'call')} to other orgs ${verbOf(good, items.length, 'is', 'are')} mutual TLS at both ends.`,
    systemsInOf(look, org).length === 0
      ? judged('not-applicable', 'The project calls no other org, and no app of it lets one in.')
      : shows('The project calls no other org; which of its apps are for other orgs, their files do not tell.')
  );
});

function callOfOrg(row: OutboundIntegration, title: string, orgs: readonly Org[]): Item {
  if (row.mutualTls === 'no') return { verdict: 'failed', line: withPeriod(`${title}: ${row.reason}`) };
  if (row.mutualTls === 'unknown') return { verdict: 'person', line: withPeriod(`${title}: ${row.reason}`) };
  const target = orgAt(orgs, valueOf(row.host) ?? '');
  if (!target) {
    return {
      verdict: 'person',
      line: `${title}: whether the org that it calls asks for the certificate, only that org shows.`,
    };
  }
  // Only an org in which Support has turned mutual TLS on has Mutual Authentication Certificates.
  const isOn = target.project.all('InboundCertificate').length > 0;
  const isEnforced = mutualTlsEnforcers(target.project).length > 0;
  return isOn && isEnforced
    ? { verdict: 'met', line: '' }
    : {
        verdict: 'person',
        line: `${title}: the project of ${target.name} has no ${isOn ? 'permission that enforces mutual TLS' : 'Mutual Authentication Certificate'}.`,
      };
}

const identitiesOf = ({ sync }: Org): number => new Set(sync.identities.map(({ holder }) => keyOf(holder))).size;

const NO_IDENTITY = 'No permission set or profile is recognised as that of a sync job (sync.include can name them).';

/** What sync identities may do: `ZT-PATTERN-2` and what follows from it. */
const leastPrivilege = forEachOrg((org, look) => {
  const count = identitiesOf(org);
  if (count === 0) return shows(NO_IDENTITY);
  const access = look.data.access.filter(({ project }) => project === org.root);
  const wide = access.filter(({ allRecords }) => allRecords !== null);
  const everyField = access.filter(({ field }) => field === EVERYTHING);
  const sensitive = access.filter(({ object, field }) => {
    const definition = field === '' ? undefined : definitionOf(org.project, `${object}.${field}`);
    return definition && isSensitive(org, definition);
  });
  const administrators = look.data.principals.filter(
    ({ project, syncIdentity, administration }) =>
      project === org.root && 'value' in syncIdentity && 'value' in administration
  );
  return shows(
    `${countOf(count, 'sync identity', 'sync identities')} ${count === 1 ? 'has' : 'have'} access to ${countOf(new Set(access.map(({ object }) => object.toLowerCase())).size, 'object')}, with ${countOf(access.filter(({ field }) => field !== '' && field !== EVERYTHING).length, 'field permission')}.`,
    `${countOf(wide.length, 'object')} ${wide.length === 1 ? 'is' : 'are'} open to them past sharing, ${everyField.length} with every field; ${countOf(sensitive.length, 'field permission')} ${sensitive.length === 1 ? 'is' : 'are'} for sensitive fields.`,
    administrators.length === 0
      ? 'None of them has an administrative permission.'
      : `${listNames(sortedNames(administrators.map(({ fullName }) => fullName)), 'identities')} ${administrators.length === 1 ? 'has' : 'have'} administrative permissions.`
  );
});

/** `ZT-CHECK-2`: whether sync jobs share an identity, as far as apps name users. */
const ownIdentities = forEachOrg((org, look) => {
  const users = look.data.apps
    .filter(({ project }) => project === org.root)
    .flatMap(({ runAsUser }) => valueOf(runAsUser)?.toLowerCase() ?? []);
  const count = identitiesOf(org);
  return shows(
    count === 0
      ? NO_IDENTITY
      : `${countOf(count, 'sync identity', 'sync identities')} ${count === 1 ? 'is' : 'are'} in the project.`,
    users.length === 0
      ? 'No app names a run-as user.'
      : `${countOf(users.length, 'app')} ${users.length === 1 ? 'names a run-as user' : `name ${countOf(new Set(users).size, 'run-as user')}`}.`
  );
});

/** Whether a field is classified as one that the rules take for sensitive: Internal and Public are not. */
function isSensitive({ config }: Org, field: CustomField): boolean {
  const { securityClassifications, complianceGroups } = {
    ...defaultOptions(sensitiveUnencrypted),
    ...config.rules[sensitiveUnencrypted.id]?.options,
  } as unknown as SensitiveValues;
  return classificationOf(field, { securityClassifications, complianceGroups }) !== undefined;
}

/** What is sensitive, and what of it is encrypted: `ZT-PATTERN-3`, `ZT-CHECK-6`. */
const fieldsEncrypted = forEachOrg((org) => {
  const { project } = org;
  const fields = project.protectedFields();
  const sensitive = fields.filter((field) => isSensitive(org, field));
  const shield = [...settingsNamed(project, 'PlatformEncryption'), ...settingsNamed(project, 'EncryptionKey')].flatMap(
    ({ shieldFeatures }) => shieldFeatures
  );
  return shows(
    sensitive.length === 0
      ? 'No field of the project is classified as sensitive.'
      : `${countOf(sensitive.length, 'field of the project is', 'fields of the project are')} classified as sensitive, ${sensitive.filter(isEncrypted).length} of them encrypted.`,
    `${countOf(fields.filter(isEncrypted).length, 'field is', 'fields are')} encrypted in all.`,
    shield.length === 0
      ? 'No setting of the project turns Shield Platform Encryption on.'
      : 'The settings of the project turn parts of Shield Platform Encryption on.'
  );
});

/** When credentials end: `ZT-PATTERN-4`, `ZT-CHECK-10`, `ZT-CHECK-12`. */
const credentialsEnd = forEachOrg((org, look) => {
  const certificates = look.data.certificates.filter(({ project }) => project === org.root);
  const known = certificates.flatMap(({ notAfter, daysLeft }) =>
    'value' in notAfter && 'value' in daysLeft ? [{ end: notAfter.value, left: daysLeft.value }] : []
  );
  const ended = known.filter(({ left }) => left < 0).length;
  const [next] = known.flatMap(({ end, left }) => (left < 0 ? [] : [end])).sort();
  const policies = look.data.apps
    .filter(({ project }) => project === org.root)
    .flatMap(({ refreshTokenPolicy }) => valueOf(refreshTokenPolicy) ?? []);
  return shows(
    certificates.length === 0
      ? 'The project holds and names no certificate.'
      : `The end of ${known.length} of ${countOf(certificates.length, 'certificate')} is known; ${ended} ${ended === 1 ? 'has' : 'have'} ended${next === undefined ? '' : `, and the next ends on ${next.slice(0, 10)}`}.`,
    policies.length === 0
      ? 'No app says how long its refresh tokens live.'
      : `Refresh tokens of ${countOf(policies.length, 'app')}: ${listNames(sortedNames(policies), 'policies')}.`
  );
});

/** `ZT-CHECK-11`: where secrets of callouts are. */
const secretsKept = forEachOrg(({ project }) => {
  const [named, external] = [project.all('NamedCredential').length, project.all('ExternalCredential').length];
  return shows(
    named + external === 0
      ? 'The project holds no Named Credential and no External Credential.'
      : `${countOf(named, 'Named Credential')} and ${countOf(external, 'External Credential')} keep the secrets of callouts in the org.`
  );
});

/** What is logged and what acts on it: `ZT-PATTERN-5` and what follows from it. */
const watched = forEachOrg(({ project }) => {
  const logs = settingsNamed(project, 'Event').flatMap(
    ({ enableEventLogGeneration }) => enableEventLogGeneration ?? []
  );
  const events = settingsNamed(project, 'RealTimeEvent').flatMap(({ realTimeEvents }) =>
    realTimeEvents.filter(({ isEnabled }) => isEnabled?.value).map(({ entityName }) => entityName.value)
  );
  const policies = project
    .all('TransactionSecurityPolicy')
    .filter(({ active }) => active?.value)
    .map(({ fullName }) => fullName);
  return shows(
    logs.length === 0
      ? 'The project does not say whether Event Monitoring writes log files.'
      : `Event Monitoring ${logs.some(({ value }) => value) ? 'writes log files' : 'writes no log files'}, by the settings of the project.`,
    events.length === 0
      ? 'No event of Real-Time Event Monitoring is switched on in the project.'
      : `Switched on of Real-Time Event Monitoring: ${listNames(sortedNames(events), 'events')}.`,
    policies.length === 0
      ? 'The project holds no active transaction security policy.'
      : `${countOf(policies.length, 'transaction security policy is', 'transaction security policies are')} active: ${listNames(sortedNames(policies), 'policies')}.`
  );
});

/** From where the API is reached: `ZT-PATTERN-6` and what follows from it. */
const networksKnown = forEachOrg((org, look) => {
  const profiles = org.project.all('Profile');
  const ranges = look.data.ipRanges.filter(({ project }) => project === org.root);
  const count = (kind: string): number => ranges.filter((range) => range.kind === kind).length;
  const enforced = settingsNamed(org.project, 'Security').flatMap(
    ({ enforceIpRangesEveryRequest }) => enforceIpRangesEveryRequest ?? []
  );
  const holding = profiles.filter((profile) => restrictsLogins(org.project, profile)).length;
  const trusted = count('trusted IP ranges of the org') + count('trusted IP ranges of an app');
  return shows(
    `Of ${countOf(profiles.length, 'profile')}, ${count('login IP ranges')} with login IP ranges, of which ${holding} let in few enough to keep somebody out; ${countOf(count('token IP ranges'), 'app binds', 'apps bind')} tokens to IP ranges.`,
    enforced.length === 0
      ? 'The project does not say whether login IP ranges hold for each request.'
      : `Login IP ranges hold ${enforced.some(({ value }) => value) ? 'for each request' : 'for the login alone'}.`,
    ...(trusted === 0
      ? []
      : [
          `${countOf(trusted, 'list')} of trusted IP ranges ${trusted === 1 ? 'spares a check and blocks' : 'spare a check and block'} nobody.`,
        ])
  );
});

/** What is granted for a session only: `ZT-PATTERN-7`, `ZT-CHECK-13`. */
const grantedForASession = forEachOrg(({ project }) => {
  const holders = [...project.all('PermissionSet'), ...project.all('PermissionSetGroup')];
  const session = holders.filter(({ hasActivationRequired }) => hasActivationRequired?.value);
  return shows(
    holders.length === 0
      ? 'The project holds no permission set.'
      : session.length === 0
        ? `None of ${countOf(holders.length, 'permission set or group', 'permission sets and groups')} asks for the activation of a session.`
        : `${session.length} of ${countOf(holders.length, 'permission set or group', 'permission sets and groups')} ${session.length === 1 ? 'asks' : 'ask'} for the activation of a session: ${listNames(sortedNames(session.map(({ fullName }) => fullName)), 'sets')}.`
  );
});

/** `ZT-CHECK-5`: by which flows people let apps in. */
const flowsForPeople = forEachOrg((org, look) => {
  const apps = waysInOf(look, org).filter((row) => (valueOf(row.flows) ?? []).includes('Web Server Flow'));
  const pkce = apps.filter((row) => valueOf(row.isPkceRequired) === true).length;
  return shows(
    apps.length === 0
      ? 'No app of the project has the Web Server Flow, by which people sign in.'
      : `${countOf(apps.length, 'app')} ${apps.length === 1 ? 'has' : 'have'} the Web Server Flow of OAuth 2.0; ${pkce} ${pkce === 1 ? 'requires' : 'require'} PKCE.`
  );
});

/** `ZT-CHECK-15`: which gateways limit rates or inspect, by the register. */
const gatewaysLimit: Evaluator = ({ data: { gateways } }) => {
  const limiting = sortedNames(
    new Set(
      gateways.flatMap(({ id, name = id, controls = [] }) =>
        controls.includes('rate-limit') || controls.includes('inspection') ? [name] : []
      )
    )
  );
  return shows(
    limiting.length === 0
      ? 'No gateway of the register limits rates or inspects.'
      : `${listNames(limiting, 'gateways')} ${limiting.length === 1 ? 'limits rates or inspects' : 'limit rates or inspect'}, as gateways says.`
  );
};

/** `ZT-CHECK-9`: how delicate the data of integrations are. */
const personalDataKnown = forEachOrg((org, look) => {
  const rows = rowsOf(look, org);
  const sensitive = rows.filter(({ register }) => sensitivityOf(register) === 'sensitive');
  return shows(
    sensitive.length === 0
      ? `None of ${countOf(rows.length, 'integration')} carries confidential or personal data, as far as the register says.`
      : `Confidential or personal data: ${listNames(sortedNames(sensitive.map(titleOfRow)), 'integrations')}.`
  );
});

/** `ZT-CHECK-20`: when integrations were looked at last. */
const reviewed = forEachOrg((org, look) => {
  const rows = rowsOf(look, org);
  const days = rows.flatMap(({ register }) => register?.reviewed ?? []).sort();
  return shows(
    days.length === 0
      ? `None of ${countOf(rows.length, 'integration')} has a day of review in the register.`
      : `${days.length} of ${countOf(rows.length, 'integration')} ${days.length === 1 ? 'has' : 'have'} a day of review in the register; the earliest is ${days[0]!}.`
  );
});

/** `ZT-CHECK-17`: which orgs the report is about. */
const environments = ({ orgs }: Look): Judgement =>
  shows(
    `This report is about ${countOf(orgs.length, 'org')}: ${listNames(
      orgs.map(({ name }) => name),
      'orgs'
    )}.`
  );

/** For what must not be `met` by the part of it that metadata shows. */
const partly =
  (evaluate: Evaluator): Evaluator =>
  (look) => {
    const { verdict, evidence } = evaluate(look);
    return together([shows(), { verdict, evidence }]);
  };

/** What metadata and register show of the article's patterns, layers and checks. */
export const zeroTrustEvaluators: Readonly<Record<string, Evaluator>> = {
  'ZT-PATTERN-1': orgsProveThemselves,
  'ZT-PATTERN-2': leastPrivilege,
  'ZT-PATTERN-3': fieldsEncrypted,
  'ZT-PATTERN-4': credentialsEnd,
  'ZT-PATTERN-5': watched,
  'ZT-PATTERN-6': networksKnown,
  'ZT-PATTERN-7': grantedForASession,
  'ZT-LAYER-1': all(networksKnown, gatewaysLimit),
  'ZT-LAYER-2': partly(all(waysInHaveBothLayers, flowsForPeople)),
  'ZT-LAYER-3': all(leastPrivilege, grantedForASession),
  'ZT-LAYER-4': fieldsEncrypted,
  'ZT-LAYER-5': all(watched, reviewed),
  'ZT-CHECK-1': orgsProveThemselves,
  'ZT-CHECK-2': ownIdentities,
  'ZT-CHECK-3': leastPrivilege,
  'ZT-CHECK-5': flowsForPeople,
  'ZT-CHECK-6': fieldsEncrypted,
  'ZT-CHECK-9': personalDataKnown,
  'ZT-CHECK-10': credentialsEnd,
  'ZT-CHECK-11': secretsKept,
  'ZT-CHECK-12': credentialsEnd,
  'ZT-CHECK-13': grantedForASession,
  'ZT-CHECK-14': networksKnown,
  'ZT-CHECK-15': gatewaysLimit,
  'ZT-CHECK-16': networksKnown,
  'ZT-CHECK-17': environments,
  'ZT-CHECK-18': watched,
  'ZT-CHECK-19': watched,
  'ZT-CHECK-20': reviewed,
  'ZT-CHECK-22': watched,
};
