import type { Integration } from '../config/config.js';
import {
  certificatesByName,
  certificateUses,
  heldCertificates,
  isNameOpen,
  nameOf,
  publicKeysOf,
  type CertificateUse,
  type HeldCertificate,
} from '../model/certificateUses.js';
import { publicKeyOf } from '../model/certificate.js';
import type { ComponentBase, ComponentRef } from '../model/component.js';
import type { ExtlClntAppGlobalOauthSettings } from '../model/externalClientApp.js';
import { integrationsOf } from '../model/integration.js';
import { listNames } from '../model/nameList.js';
import { parametersOf, type NamedCredential } from '../model/namedCredential.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

/** So that an integration with many certificates does not bury the finding. */
const SHOWN = 5;

export default defineRule({
  id: 'certificate-owner-missing',
  title: 'Certificate that nobody is named for to renew it',
  severity: 'low',
  cases: 'Silent without `integrations` in the config.',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Certificate', 'InboundCertificate', 'ConnectedApp', 'ExtlClntAppGlobalOauthSettings'],
  tags: ['certificates', 'project'],
  why: `Nothing renews a certificate by itself. Salesforce sends mails before the end to whoever has the permission for them, and
where that is everybody or nobody, the certificate ends. So a register names for each certificate who renews it; the owner
of an integration often is somebody else.

A certificate belongs to the entries of \`integrations\` that name it, or a component that uses it or holds a copy of it. A
Named Credential belongs to an entry that names its External Credential, and the other way round. It has an owner when one
of these entries has a \`certificateOwner\`. One finding is made for each entry without one, and for each certificate that
belongs to no entry. A certificate whose users all belong to none is left to \`integration-unregistered\`.`,
  remedy: `\`\`\`yaml
integrations:
  - id: emea-sync
    components: ['NamedCredential:EMEA_Org', 'Certificate:HQ_EMEA_*']
    owner: sync-team@bank.example
    certificateOwner: pki@bank.example
\`\`\`

Or delete the certificate where nothing uses it any more.`,
  whenWrong: `Where one team renews all certificates, name it in each entry: that is what the register is for. Certificates of packages
(\`ns__Name\`) are left alone.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=000385781&language=en_US&type=1',
    'https://help.salesforce.com/s/articleView?id=xcloud.security_keys_policy_and_rotation&language=en_US&type=5',
  ],
  controls: ['ISA-CHECK-6', 'ISA-OUTPUT-2', 'ISA-STEP-4'],
  since: '0.1.0',

  *check(project, { config: { integrations } }) {
    if (integrations.length === 0) return;
    const usesOf = usersOfCertificates(project);
    const kin = credentialKin(project);
    const unowned = new Map<Integration, HeldCertificate[]>();
    for (const certificate of distinct(heldCertificates(project))) {
      const users = usesOf(certificate);
      const entries = new Set(
        [certificate.component, ...users].flatMap((component) =>
          [component, ...kin(component)].flatMap((one) => integrationsOf(integrations, one))
        )
      );
      if ([...entries].some(({ certificateOwner }) => certificateOwner !== undefined)) continue;
      for (const entry of entries) {
        const known = unowned.get(entry);
        if (known) known.push(certificate);
        else unowned.set(entry, [certificate]);
      }
      const { component, place } = certificate;
      const isOfItsOwn = component.type === 'Certificate' || component.type === 'InboundCertificate';
      if (entries.size > 0 || users.length > 0 || !isOfItsOwn) continue;
      yield {
        component,
        where: { at: place.at, element: '' },
        message: `${nameOf(component)} belongs to no entry of integrations, so that nobody is named who renews it`,
        label: 'no certificateOwner',
        fix: `name ${component.type}:${component.fullName} in an entry that has a certificateOwner`,
      };
    }
    for (const [{ id }, [first, ...others]] of unowned) {
      const names = [first!, ...others].map(({ component }) => nameOf(component));
      yield {
        component: first!.component,
        where: { at: first!.place.at, element: '' },
        message: `${names[0]!} belongs to the integration ${id}, which names nobody who renews ${others.length === 0 ? 'its certificate' : `its certificates; so ${others.length === 1 ? 'does' : 'do'} ${listNames(names.slice(1), 'others')}`}`,
        label: 'no certificateOwner',
        related: others
          .slice(0, SHOWN)
          .map(({ component, place }) => ({ at: place.at, label: `${nameOf(component)}, too` })),
        fix: `give the entry ${id} a certificateOwner`,
        discriminator: id,
      };
    }
  },
});

/** One of each component: several package directories may hold it, and an app may hold two certificates. */
function distinct(certificates: readonly HeldCertificate[]): readonly HeldCertificate[] {
  const byName = new Map<string, HeldCertificate>();
  for (const certificate of certificates) {
    const { type, fullName } = certificate.component;
    const key = `${type}:${fullName.toLowerCase()}`;
    if (!byName.has(key)) byName.set(key, certificate);
  }
  return [...byName.values()];
}

/** What uses a certificate, or its key, as far as that is known. */
function usersOfCertificates(project: Project): (certificate: HeldCertificate) => readonly ComponentBase[] {
  const certificates = certificatesByName(project);
  const byMark = new Map<string, CertificateUse[]>();
  for (const use of certificateUses(project)) {
    if (isNameOpen(use)) continue;
    const marks = use.name === undefined ? [] : [`name ${use.name.toLowerCase()}`];
    for (const mark of [...marks, ...publicKeysOf(use, certificates).map((key) => `key ${key}`)]) {
      const known = byMark.get(mark);
      if (known) known.push(use);
      else byMark.set(mark, [use]);
    }
  }
  return ({ component, content }) => {
    const marks = [`key ${publicKeyOf(content) ?? ''}`];
    if (component.type === 'Certificate') marks.push(`name ${component.fullName.toLowerCase()}`);
    const users = marks.flatMap((mark) => (byMark.get(mark) ?? []).map(({ from }) => from));
    return [...new Set(users)].filter((user) => user !== component);
  };
}

/** The components that stand for another one in the register. */
function credentialKin(project: Project): (component: ComponentBase) => readonly ComponentRef[] {
  const usesOfExternalCredentials = project.usesOf('ExternalCredential');
  return (component) => {
    if (component.type === 'NamedCredential') {
      return parametersOf(component as NamedCredential, 'Authentication').flatMap(({ externalCredential }) =>
        externalCredential ? [{ type: 'ExternalCredential', fullName: externalCredential.value }] : []
      );
    }
    if (component.type === 'ExternalCredential') {
      return (usesOfExternalCredentials.get(component.fullName.toLowerCase()) ?? []).map(({ from }) => from);
    }
    const app = (component as Partial<ExtlClntAppGlobalOauthSettings>).externalClientApplication;
    return app ? [{ type: 'ExternalClientApplication', fullName: app.value }] : [];
  };
}
