import type { Location } from '../location.js';
import { definitionNames } from '../model/customField.js';
import { restrictsLogins } from '../model/loginIpRanges.js';
import { isSpelled, ownApps, type OauthApp } from '../model/oauthApp.js';
import type { Profile } from '../model/permissionSet.js';
import type { Project } from '../model/project.js';
import { unknownGroupMembers, unwantedAdministration, type SyncIdentity } from '../model/syncIdentity.js';
import { grantNames, syncProblem, type SyncGrant } from '../model/syncProblem.js';
import type { SyncConfig } from '../config/config.js';
import { defineRule } from './rule.js';

/** How many compensating controls a broad identity needs: SBS-ACS-009. */
const CONTROLS_NEEDED = 2;

interface Options {
  maximumObjects: number;
}

export default defineRule<Options>({
  id: 'sync-permission-uncompensated',
  title: 'Sync identity with broad permissions and fewer than two controls that make up for them',
  severity: 'medium',
  confidence: 'low',
  persona: 'auditor',
  looksAt: [
    'PermissionSet',
    'PermissionSetGroup',
    'MutingPermissionSet',
    'Profile',
    'ConnectedApp',
    'ExternalClientApplication',
    'ExtlClntAppOauthConfigurablePolicies',
    'ExtlClntAppOauthSecuritySettings',
    'TransactionSecurityPolicy',
    'CustomField',
  ],
  tags: ['sync'],
  why: `Some integrations keep broad permissions for good reasons, or until somebody has time. SBS-ACS-009 then asks for at least two controls
that limit what a stolen credential is good for, or show that it is used. Six of them can be seen in a project:

1. an app that administrators pre-authorise and that names the permission set, so that the identity signs in through that app;
2. login IP ranges on the integration's profile, which its app does not relax, or token IP ranges of its app;
3. session activation (\`hasActivationRequired\`) of the permission set, or of every group that gives it;
4. mutual TLS for the API user (\`EnforceMutualAuthentication\`), granted by any permission set or profile of the project;
5. an active transaction security policy on an API event;
6. field history (\`trackHistory\`) on a field that the identity may edit.

Broad is what \`sync-permission-admin\` reports, Modify All Records on any object, and View All Records on more than \`maximumObjects\`
objects. Trusted IP ranges (Network Access) do not count, although they are often taken for a block: they only spare people a
verification, and let everybody else in.

A control counts where the project shows it, and no file shows which user has which permission set. So this is a question for a review
rather than a defect, and it is asked in the persona \`auditor\` alone.`,
  remedy: `Take the broad permission away first; \`sync-permission-admin\` and \`sync-permission-all-records\` say how. Until then add two of the six. A
permission that only one step of the job needs can wait for activation:

\`\`\`xml
<hasActivationRequired>true</hasActivationRequired>
\`\`\`

and the profile of the integration can name where it calls from:

\`\`\`xml
<loginIpRanges>
    <description>Integration platform, outgoing</description>
    <endAddress>203.0.113.15</endAddress>
    <startAddress>203.0.113.8</startAddress>
</loginIpRanges>
\`\`\``,
  setup:
    'Users > Profiles > (the profile) > Login IP Ranges, or Users > Permission Sets > (the permission set) > Edit Properties',
  whenWrong: `Controls that live outside the project do not show: monitoring in a SIEM, keys that are rotated within 90 days, ranges set in the org alone.
Accept the finding with their names. Where a name only sounds like an integration, name the permission set in \`sync.exclude\`; what it is
meant to have is named under \`sync.allow\`.`,
  links: [
    'https://docs.securitybenchmark.org',
    'https://help.salesforce.com/s/articleView?id=xcloud.connected_app_continuous_ip&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
  ],
  controls: ['CWE-250', 'CWE-693', 'SBS-ACS-009', 'OWASP-NHI5:2025', 'ZT-LAYER-3', 'ZT-PATTERN-2'],
  since: '0.1.0',
  options: {
    maximumObjects: {
      description: 'On how many objects View All Records is not broad yet.',
      default: 5,
      schema: { type: 'integer', minimum: 0 },
    },
  },

  *check(project, { sync, config, options }) {
    yield* unknownGroupMembers(project, sync);
    const evidence = new ProjectEvidence(project, sync.identities);
    for (const identity of sync.identities) {
      const broad = broadGrants(identity, config.sync, options);
      if (!broad) continue;
      const controls = evidence.controlsOf(identity);
      if (controls.length >= CONTROLS_NEEDED) continue;
      const [only] = controls;
      yield {
        ...syncProblem(identity, {
          grants: broad.grants,
          element: broad.element,
          what: `${broad.what}, with ${only ? `one compensating control in the project (${only.name})` : 'no compensating control in the project'},`,
          label: only ? 'one compensating control' : 'no compensating control',
          severity: 'medium',
          fix: `take it away, or add ${only ? 'another control' : 'two controls'}, such as ${
            // A profile is never session-based.
            identity.holder.type === 'Profile'
              ? 'login IP ranges and a pre-authorised app'
              : 'session activation and login IP ranges'
          }`,
          related: only ? [{ at: only.at, label: `the one control: ${only.name}` }] : [],
        }),
        confidence: 'low',
      };
    }
  },
});

interface BroadGrants {
  readonly grants: readonly SyncGrant[];
  readonly element: string;
  readonly what: string;
}

/** What makes an identity broad, the gravest kind alone; undefined where it is not. */
function broadGrants(identity: SyncIdentity, config: SyncConfig, { maximumObjects }: Options): BroadGrants | undefined {
  const { userPermissions, records } = identity.grants;
  const { causes } = unwantedAdministration(config, identity);
  if (causes.length > 0) {
    const placeOf = new Map(userPermissions.map(({ value, at }) => [value, at]));
    const grants = causes.map((name) => ({ name, at: placeOf.get(name)! }));
    return { grants, element: 'userPermissions', what: grantNames(grants, 'administrative permissions') };
  }
  // Allowed by config, and with them what they enable on every object.
  if (userPermissions.some(({ value }) => value === 'ModifyAllData' || value === 'ViewAllData')) return undefined;
  const { objectPermissions } = records();
  for (const { flag, name, most } of [
    { flag: 'modifyAllRecords', name: 'Modify All Records', most: 0 },
    { flag: 'viewAllRecords', name: 'View All Records', most: maximumObjects },
  ] as const) {
    const grants = objectPermissions.flatMap((permission) => {
      const field = permission[flag];
      return field?.value ? [{ name: permission.object, at: field.at }] : [];
    });
    if (grants.length > most) {
      return { grants, element: `objectPermissions.${flag}`, what: `${name} on ${grantNames(grants, 'objects')}` };
    }
  }
  return undefined;
}

/** Something that limits what an identity is good for, or shows that it is used. */
interface Control {
  /** In a few words: `session activation`. */
  readonly name: string;
  readonly at: Location;
}

/** The compensating controls that a project shows. What holds for all identities is looked up once. */
class ProjectEvidence {
  private readonly apps: readonly OauthApp[];
  private readonly fencedProfiles: readonly Profile[];
  private readonly common: readonly Control[];

  public constructor(
    private readonly project: Project,
    identities: readonly SyncIdentity[]
  ) {
    this.apps = ownApps(project);
    this.fencedProfiles = identities.flatMap(({ holder }) =>
      holder.type === 'Profile' && restrictsLogins(project, holder) ? [holder] : []
    );
    this.common = [mutualTls(project), apiPolicy(project)].filter((control) => control !== undefined);
  }

  public controlsOf(identity: SyncIdentity): readonly Control[] {
    return [
      this.app(identity),
      this.addresses(identity),
      activation(identity),
      ...this.common,
      history(this.project, identity),
    ].filter((control) => control !== undefined);
  }

  private app(identity: SyncIdentity): Control | undefined {
    for (const app of this.apps) {
      const named = nameIn(app, identity);
      if (named && app.permittedUsers?.kind === 'pre-authorized')
        return { name: `the pre-authorised ${app.title}`, at: named };
    }
    return undefined;
  }

  private addresses(identity: SyncIdentity): Control | undefined {
    const apps = this.apps.filter((app) => nameIn(app, identity) !== undefined);
    const bound = apps.find(({ tokenIpRanges }) => tokenIpRanges.length > 0);
    if (bound) return { name: `token IP ranges of ${bound.title}`, at: bound.tokenIpRanges[0]!.at };
    // The JWT bearer flow enforces login IP ranges whatever the app's policy says.
    if (apps.some((app) => app.serverFlow?.name !== 'JWT bearer' && isRelaxed(app))) return undefined;
    const { holder } = identity;
    const profile = this.fencedProfiles.find((each) => holder.type === 'PermissionSet' || each === holder);
    return profile && { name: `login IP ranges of Profile ${profile.fullName}`, at: profile.loginIpRanges[0]!.at };
  }
}

/** Where an app names an identity, or a group that gives it. */
function nameIn(app: OauthApp, { holder, groups }: SyncIdentity): Location | undefined {
  const names = new Set([holder, ...groups].map(({ fullName }) => fullName.toLowerCase()));
  const fields = holder.type === 'Profile' ? app.profiles : app.permissionSets;
  return fields.find(({ value }) => names.has(value.toLowerCase()))?.at;
}

const isRelaxed = ({ ipRelaxation }: OauthApp): boolean =>
  ipRelaxation !== undefined && ['BYPASS', 'BYPASS_2FACTOR'].some((word) => isSpelled(ipRelaxation.value, word));

/** A group gives what a session-based permission set grants without activation, unless it requires one itself. */
function activation({ holder, groups }: SyncIdentity): Control | undefined {
  if (holder.type === 'Profile') return undefined;
  const flags = groups.length > 0 ? groups.map((group) => group.hasActivationRequired) : [holder.hasActivationRequired];
  return flags.every((flag) => flag?.value === true) ? { name: 'session activation', at: flags[0]!.at } : undefined;
}

function mutualTls(project: Project): Control | undefined {
  for (const { userPermissions } of [...project.all('PermissionSet'), ...project.all('Profile')]) {
    const permission = userPermissions.find(({ value }) => value === 'EnforceMutualAuthentication');
    if (permission) return { name: 'mutual TLS for API users', at: permission.at };
  }
  return undefined;
}

function apiPolicy(project: Project): Control | undefined {
  const policy = project
    .all('TransactionSecurityPolicy')
    .find(({ active, eventName }) => active?.value && eventName && /api/i.test(eventName.value));
  return policy && { name: `the transaction security policy ${policy.fullName}`, at: (policy.eventName ?? policy).at };
}

function history(project: Project, { grants }: SyncIdentity): Control | undefined {
  for (const { field, editable } of grants.records().fieldPermissions) {
    if (!editable) continue;
    for (const name of definitionNames(field.value)) {
      const tracked = project.customField(name)?.trackHistory;
      if (tracked?.value) return { name: `field history of ${field.value}`, at: tracked.at };
    }
  }
  return undefined;
}
