import type { NotEvaluated, Problem } from '../findings/finding.js';
import { titleOf, type Placed } from '../model/component.js';
import { definitionOf, isEncrypted, isShieldEncrypted, type CustomField } from '../model/customField.js';
import type { Landscape, Org } from '../model/landscape.js';
import { callsToOrgs, identitiesOfApp, identitiesOfCaller, usedLinks } from '../model/orgConnections.js';
import { isPackaged } from '../model/packaged.js';
import type { SyncIdentity } from '../model/syncIdentity.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'cross-org-field-unencrypted',
  title: 'Field that one org encrypts and the org it is synced to stores in the clear',
  severity: 'high',
  cases: `Confidence is medium where the two orgs are known to connect and not by which app, and where the file of the field has no
\`encryptionScheme\` at all.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: ['PermissionSet', 'Profile'],
  looksAcrossOrgs: true,
  tags: ['data', 'sync'],
  why: `One org encrypts what it stores in this field. Its sync identity may read it, which gives it the value in the clear, and the sync
identity of the other org may write the field of the same name there, where it is stored unencrypted. Encryption protects the copy that
is least protected: whoever reads the storage or a backup of the receiving org has what the sending org keeps from them.

TLS between the orgs does not help, since it ends where the record is saved. Encryption at rest masks nothing, either: who may read the
field reads its value, in both orgs.`,
  remedy: `Encrypt the field in the receiving org, too:

\`\`\`xml
<encryptionScheme>ProbabilisticEncryption</encryptionScheme>
\`\`\`

Or leave it out of the sync: take the field out of the permission set of either side.`,
  setup: 'Security > Platform Encryption > Encryption Settings',
  whenWrong: `Two fields of one name may hold different things. Code may encrypt the value before it sends it. Where Shield encrypts the whole
database of the receiving org, no field needs a scheme of its own. That both sync identities have the field does not prove that a job
copies it; taking it out of one of the two permission sets says that none does.`,
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.security_pe_masking&language=en_US&type=5',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
  ],
  controls: ['CWE-311', 'CWE-312', 'ZT-CHECK-6', 'ZT-LAYER-4', 'ZT-PATTERN-3', 'ZT-PHASE-1', 'ZT-PHASE-3'],
  since: '0.1.0',

  *check(project, { landscape }) {
    const to = landscape.orgOf(project);
    const said = new Set<string>();
    for (const exchange of exchangesInto(landscape, to)) {
      for (const { field, ...one } of judge(exchange)) {
        if (said.has(field)) continue;
        said.add(field);
        yield one.said;
      }
    }
  },
});

/** Two orgs that connect, by the side that may receive. */
interface Exchange {
  readonly sender: Org;
  readonly receiver: Org;
  readonly senders: readonly SyncIdentity[];
  readonly receivers: readonly SyncIdentity[];
  /** Whether the app of the connection is known, and with it who takes part. */
  readonly isKnown: boolean;
}

/** How records may come into an org: a caller can push and pull. The connections whose app is known come first. */
function exchangesInto(landscape: Landscape, receiver: Org): readonly Exchange[] {
  const links = usedLinks(landscape);
  const known = links.flatMap((link): Exchange[] => {
    if (link.to === receiver) {
      const [senders, receivers] = [identitiesOfCaller(link), identitiesOfApp(link)];
      return [{ sender: link.from, receiver, senders, receivers, isKnown: true }];
    }
    if (link.from !== receiver) return [];
    const [senders, receivers] = [identitiesOfApp(link), identitiesOfCaller(link)];
    return [{ sender: link.to, receiver, senders, receivers, isKnown: true }];
  });
  const isLinked = (a: Org, b: Org): boolean => links.some(({ from, to }) => from === a && to === b);
  const others = landscape.orgs.filter(
    (org) =>
      org !== receiver &&
      ((calls(landscape, org, receiver) && !isLinked(org, receiver)) ||
        (calls(landscape, receiver, org) && !isLinked(receiver, org)))
  );
  return [
    ...known,
    ...others.map((sender) => ({
      sender,
      receiver,
      senders: sender.sync.identities,
      receivers: receiver.sync.identities,
      isKnown: false,
    })),
  ];
}

const calls = (landscape: Landscape, from: Org, to: Org): boolean =>
  [...callsToOrgs(from.project, landscape)].some((call) => 'to' in call && call.to === to);

interface Verdict {
  /** In lower case, `Object.Field`. */
  readonly field: string;
  readonly said: NotEvaluated | Problem;
}

function* judge({ sender, receiver, senders, receivers, isKnown }: Exchange): Generator<Verdict> {
  const readable = new Reads(senders);
  for (const identity of receivers) {
    for (const { field: name, editable } of identity.grants.records().fieldPermissions) {
      const source = editable && readable.of(name.value);
      if (!source) continue;
      const sent = definitionOf(sender.project, name.value);
      if (!sent || sent.isFormula || !isEncrypted(sent)) continue;
      const stored = definitionOf(receiver.project, name.value);
      const field = name.value.toLowerCase();
      if (!stored) {
        if (!isOwnCustomField(name.value)) continue;
        const message = `${titleOf(identity.holder)} of ${receiver.name} lets a sync identity write ${name.value}, which ${sender.name} encrypts and the project of ${receiver.name} does not hold`;
        yield { field, said: { notEvaluated: 'not-in-project', component: identity.holder, where: name, message } };
        continue;
      }
      if (isEncrypted(stored) || stored.isFormula) continue;
      yield {
        field,
        said: {
          component: stored,
          where: placeIn(stored),
          ...(isKnown && stored.encryptionScheme ? {} : { confidence: 'medium' }),
          message: `Custom Field ${stored.fullName} of ${receiver.name} is stored in the clear, while ${sender.name} encrypts it and a sync identity there may read it`,
          label: 'not encrypted here',
          related: [
            { at: encryptionOf(sent).at, label: `${sender.name}: encrypted` },
            { at: source.at, label: `${sender.name}: ${titleOf(source.holder)} may read it` },
            { at: name.at, label: `${receiver.name}: ${titleOf(identity.holder)} may write it` },
          ],
          fix: `encrypt it in ${receiver.name}, too, or take it out of one of the two permission sets`,
        },
      };
    }
  }
}

const placeIn = (field: CustomField): Placed => field.encryptionScheme ?? field.fieldType ?? field;

/** What says that a field is encrypted: its scheme, or its type. */
const encryptionOf = (field: CustomField): Placed =>
  (isShieldEncrypted(field) ? field.encryptionScheme : field.fieldType) ?? field;

/** A custom field of the team's own: standard fields mostly have no file, and those of packages have theirs elsewhere. */
function isOwnCustomField(fieldName: string): boolean {
  const name = fieldName.slice(fieldName.indexOf('.') + 1);
  return /__p?c$/.test(name) && !isPackaged(name.replace(/__p?c$/, ''));
}

/** Where a field may be read. */
type Source = Pick<SyncIdentity, 'holder'> & Pick<Placed, 'at'>;

/** The fields that some sync identities may read, with the first place that lets them. */
class Reads {
  private readonly fields = new Map<string, Source>();
  /** By object, for permissions that read all of its fields. */
  private readonly objects = new Map<string, Source>();

  public constructor(identities: readonly SyncIdentity[]) {
    for (const { holder, grants } of identities) {
      const { fieldPermissions, objectPermissions } = grants.records();
      for (const { field, readable, editable } of fieldPermissions) {
        if (readable || editable) keepFirst(this.fields, field.value, { holder, at: field.at });
      }
      const global = grants.userPermissions.find(({ value }) => value === 'ViewAllFieldsGlobal');
      for (const { object, allowRead, viewAllFields } of objectPermissions) {
        const reason = viewAllFields?.value ? viewAllFields : allowRead?.value ? global : undefined;
        if (reason) keepFirst(this.objects, object, { holder, at: reason.at });
      }
    }
  }

  public of(field: string): Source | undefined {
    const name = field.toLowerCase();
    return this.fields.get(name) ?? this.objects.get(name.slice(0, name.indexOf('.')));
  }
}

function keepFirst(sources: Map<string, Source>, name: string, source: Source): void {
  const key = name.toLowerCase();
  if (!sources.has(key)) sources.set(key, source);
}
