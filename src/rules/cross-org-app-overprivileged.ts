import { compare } from '../compare.js';
import type { Problem, RelatedPlace } from '../findings/finding.js';
import { componentKey, titleOf } from '../model/component.js';
import { definitionOf } from '../model/customField.js';
import type { Org } from '../model/landscape.js';
import { listNames } from '../model/nameList.js';
import { isPackaged } from '../model/packaged.js';
import type { ObjectPermission } from '../model/permissionSet.js';
import type { Project } from '../model/project.js';
import { identitiesOfApp, identitiesOfCaller, placeOf, usedLinks, type OrgLink } from '../model/orgConnections.js';
import { unknownGroupMembers, type SyncIdentity } from '../model/syncIdentity.js';
import { grantNames, type SyncGrant } from '../model/syncProblem.js';
import { defineRule } from './rule.js';

/** Of the other places of a finding, so that a list of fields does not bury the app and the caller. */
const SHOWN = 5;

export default defineRule({
  id: 'cross-org-app-overprivileged',
  title: 'App that lets another org do more than its sync can need',
  severity: 'medium',
  cases: '**High** where the other org may delete, or modify all records, and its own sync identities may not.',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['PermissionSet', 'Profile'],
  looksAcrossOrgs: true,
  tags: ['sync', 'apps'],
  why: `A sync copies what it can read in one org into another one. What the sending org's own sync identities cannot read, they cannot
send: a right to write it in the receiving org serves nobody but whoever gets hold of the credential. The same goes for deleting and
for Modify All, where the sync has neither at home.

The app and its caller are joined by the certificate that verifies the caller's JWTs, or by one \`id\` in the registers of both orgs. Only
what both projects prove is reported: objects that exist in every org, fields that the sending project defines and its users may lack,
and rights that no sync identity of the sending org has.`,
  remedy: `Take out of the permission set of the app what the sync does not write:

\`\`\`xml
<fieldPermissions>
    <editable>false</editable>
    <field>Contact.SSN__c</field>
    <readable>false</readable>
</fieldPermissions>
\`\`\``,
  setup: 'Users > Permission Sets > (the permission set) > Object Settings > (the object) > Edit',
  whenWrong: `A job may fill a field from one of another name, or write what it works out itself: accept the finding then, with that reason.
Where the job of the sending org runs as a user with other permission sets, name these in \`sync.include\` or in \`components\` of its
integration in the register. What the user's profile grants besides is not looked at.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
  ],
  controls: [
    'CWE-250',
    'SBS-ACS-008',
    'OWASP-NHI5:2025',
    'ZT-CHECK-3',
    'ZT-LAYER-3',
    'ZT-PATTERN-2',
    'ZT-PHASE-1',
    'ZT-PHASE-2',
  ],
  since: '0.1.0',

  *check(project, { landscape }) {
    const to = landscape.orgOf(project);
    const links = usedLinks(landscape).filter((link) => link.to === to);
    for (const from of new Set(links.map((link) => link.from))) {
      const own = links.filter((link) => link.from === from);
      for (const receiver of new Set(own.flatMap(identitiesOfApp))) {
        const ways = own.filter((link) => identitiesOfApp(link).includes(receiver));
        const senders = [...new Set(ways.flatMap(identitiesOfCaller))];
        if (senders.length === 0) continue;
        const [unknown] = [
          ...unknownGroupMembers(from.project, from.sync),
          ...unknownGroupMembers(project, { identities: [receiver], groups: [] }),
        ];
        if (unknown) {
          yield unknown;
          continue;
        }
        const isShared = links.some((link) => link.from !== from && ways.some(({ app }) => app === link.app));
        yield* judge({ from, to, ways, receiver, isShared }, new Senders(from.project, senders));
      }
    }
  },
});

/** A permission set or profile that an org gets in another one, whichever of its credentials signs in. */
interface Access {
  readonly from: Org;
  readonly to: Org;
  /** Never empty. */
  readonly ways: readonly OrgLink[];
  readonly receiver: SyncIdentity;
  /** Whether a third org comes in by the same app. */
  readonly isShared: boolean;
}

function* judge({ from, to, ways, receiver, isShared }: Access, can: Senders): Generator<Problem> {
  const { holder, grants, confidence } = receiver;
  const apps = [...new Set(ways.map(({ app }) => app))];
  const { objectPermissions, fieldPermissions } = grants.records();
  const granted = (
    look: (permission: ObjectPermission) => SyncGrant | undefined,
    isNeeded: (object: string) => boolean
  ): readonly SyncGrant[] =>
    objectPermissions.flatMap((permission) => {
      const grant = look(permission);
      return grant && isInEveryOrg(permission.object) && !isNeeded(permission.object) ? [grant] : [];
    });
  const writes = granted(
    ({ object, allowCreate, allowEdit }) => flagged(object, allowEdit) ?? flagged(object, allowCreate),
    (object) => can.read(object)
  );
  const edits = fieldPermissions.flatMap(({ field, editable }) =>
    editable && can.isWithoutField(field.value) ? [{ name: field.value, at: field.at }] : []
  );
  const deletes = granted(
    ({ object, allowDelete }) => flagged(object, allowDelete),
    (object) => can.delete(object)
  );
  const modifiesAll = granted(
    ({ object, modifyAllRecords }) => flagged(object, modifyAllRecords),
    (object) => can.modifyAll(object)
  );
  const parts: ReadonlyArray<{
    readonly grants: readonly SyncGrant[];
    readonly what: string;
    readonly isGrave?: true;
  }> = [
    { grants: modifiesAll, what: `Modify All on ${grantNames(modifiesAll, 'objects')}`, isGrave: true },
    { grants: deletes, what: `Delete on ${grantNames(deletes, 'objects')}`, isGrave: true },
    { grants: writes, what: `Create or Edit on ${grantNames(writes, 'objects')}` },
    { grants: edits, what: `Edit on ${grantNames(edits, 'fields')}` },
  ];
  const found = parts.filter((part) => part.grants.length > 0);
  const [first, ...others] = found.flatMap((part) => part.grants);
  if (!first) return;
  yield {
    component: holder,
    where: { at: first.at, element: '' },
    severity: found.some(({ isGrave }) => isGrave) ? 'high' : 'medium',
    ...(confidence === 'high' ? {} : { confidence }),
    message: `${titleOf(holder)} of ${to.name} grants ${from.name}, which signs in through ${listNames(
      apps.map(({ title }) => title),
      'apps'
    )}, ${found.map(({ what }) => what).join('; ')}: more than any sync identity of ${from.name} can send`,
    label: `no sync identity of ${from.name} has as much`,
    related: [
      ...others.slice(0, SHOWN).map(({ name, at }) => ({ at, label: `${name}, too` })),
      ...apps.map((app) => ({ at: placeOf(app.component), label: `${app.title} lets ${from.name} in` })),
      ...ways
        .filter(({ caller }, index) => ways.findIndex((way) => way.caller === caller) === index)
        .slice(0, SHOWN)
        .map((way) => ({
          at: placeOf(way.caller),
          label: `${from.name}: ${titleOf(way.caller)} signs in with it, known by ${signOf(way)}`,
        })),
      ...can.places(from),
    ],
    fix: isShared
      ? `give ${from.name} an app and a permission set of its own, with what its sync writes`
      : 'take out what the sync does not write',
    evidence: found
      .flatMap((part) => part.grants.map(({ name }) => name))
      .sort()
      .join(' '),
    discriminator: ways.map(({ caller }) => componentKey(caller)).sort(compare)[0]!,
  };
}

const signOf = ({ by }: OrgLink): string =>
  by.kind === 'key' ? 'the key that signs its tokens' : `the id ${by.id} in both registers`;

const flagged = (object: string, flag: ObjectPermission['allowRead']): SyncGrant | undefined =>
  flag?.value ? { name: object, at: flag.at } : undefined;

/** An org may lack what another one has made, so that a right to it says nothing about the sync. */
const isInEveryOrg = (object: string): boolean => !object.includes('__');

/** What the sync identities of the sending org may do there, together. */
class Senders {
  private readonly readable = new Set<string>();
  private readonly deletable = new Set<string>();
  private readonly modifiable = new Set<string>();
  private readonly fields = new Set<string>();
  private readonly withAllFields = new Set<string>();
  private readonly user: ReadonlySet<string>;

  public constructor(
    private readonly project: Project,
    private readonly identities: readonly SyncIdentity[]
  ) {
    this.user = new Set(identities.flatMap(({ grants }) => grants.userPermissions.map(({ value }) => value)));
    for (const { grants } of identities) {
      const { objectPermissions, fieldPermissions } = grants.records();
      for (const permission of objectPermissions) {
        const object = permission.object.toLowerCase();
        if (permission.allowRead?.value) this.readable.add(object);
        if (permission.allowDelete?.value) this.deletable.add(object);
        if (permission.modifyAllRecords?.value) this.modifiable.add(object);
        if (permission.viewAllFields?.value) this.withAllFields.add(object);
      }
      for (const { field, readable, editable } of fieldPermissions) {
        if (readable || editable) this.fields.add(field.value.toLowerCase());
      }
    }
  }

  public read(object: string): boolean {
    return this.user.has('ViewAllData') || this.user.has('ModifyAllData') || this.readable.has(object.toLowerCase());
  }

  public delete(object: string): boolean {
    return this.user.has('ModifyAllData') || this.deletable.has(object.toLowerCase());
  }

  public modifyAll(object: string): boolean {
    return this.user.has('ModifyAllData') || this.modifiable.has(object.toLowerCase());
  }

  /** Whether none of them may read a field, `Object.Field`, of an object that they read, and that they could be granted. */
  public isWithoutField(name: string): boolean {
    const field = name.toLowerCase();
    const object = field.slice(0, field.indexOf('.'));
    const hasAll = this.user.has('ViewAllFieldsGlobal') || this.withAllFields.has(object);
    return !hasAll && !this.fields.has(field) && this.read(object) && this.mayBeLacking(name);
  }

  public places({ name }: Org): readonly RelatedPlace[] {
    return this.identities.slice(0, SHOWN).map(({ holder }) => ({
      at: placeOf(holder),
      label: `${name}: what ${titleOf(holder)} may read is all that can be sent`,
    }));
  }

  /** Required fields and those of master-detail relationships are everybody's, and no permission lists them. */
  private mayBeLacking(field: string): boolean {
    const local = field.slice(field.indexOf('.') + 1);
    if (!local.includes('__')) return true;
    const definition = definitionOf(this.project, field);
    if (!definition || isPackaged(local.replace(/__p?c$/, ''))) return false;
    return !definition.isRequired && definition.fieldType?.value !== 'MasterDetail';
  }
}
