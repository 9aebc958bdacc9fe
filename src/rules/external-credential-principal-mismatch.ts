import { compare } from '../compare.js';
import type { NotEvaluated, Problem } from '../findings/finding.js';
import { apiVersionOf } from '../model/apiVersion.js';
import type { ComponentBase, Field } from '../model/component.js';
import type { ExternalCredential } from '../model/externalCredential.js';
import { listNames, sortedNames } from '../model/nameList.js';
import type { PermissionSet } from '../model/permissionSet.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import { principalGrantsOf, principalNameOf, principalsOf, type PrincipalGrant } from '../model/principal.js';
import { defineRule } from './rule.js';

/** On so many objects View All Records or Modify All Records is more than a job's own. */
const MANY_OBJECTS = 5;
/** So that a summary of a hundred stays readable. */
const SHOWN = 5;
/** The first API version in which a permission set says what principals it grants; before, to grant none means nothing. */
const FIRST_VERSION_WITH_GRANTS = 59;

export default defineRule({
  id: 'external-credential-principal-mismatch',
  title: "External Credential's principals and the permission sets that grant them do not fit",
  severity: 'info',
  cases: `\`medium\` for a permission set of people that sees or changes all data and grants a principal that all its users share;
\`info\` for principals that nobody grants, and for grants of what is not in the project. Where the permission sets of a project
grant no principal at all, the project has one finding.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['ExternalCredential', 'PermissionSet', 'Project'],
  tags: ['endpoints'],
  why: `A callout through an External Credential works for users whom a permission set grants one of its principals,
\`<credential>-<principal>\`. Where none in the project does, callouts fail, or somebody grants it in the org, where no review
sees to whom. Where a permission set grants a principal that is not in the project, it deploys only where the credential is
already there.

A named principal is one identity for all: whoever holds the permission set acts as it on the other side. Granted together
with Modify All Data or View All Data, or all records of more than ${MANY_OBJECTS} objects, it gives administrators a way to carry the
data out under a name that is not theirs. The grant belongs into a permission set of its own.`,
  remedy: `\`\`\`xml
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <externalCredentialPrincipalAccesses>
        <enabled>true</enabled>
        <externalCredentialPrincipal>ERP-Order Sync</externalCredentialPrincipal>
    </externalCredentialPrincipalAccesses>
    <label>ERP Callouts</label>
</PermissionSet>
\`\`\``,
  setup: 'Users > Permission Sets > (the permission set) > External Credential Principal Access',
  whenWrong: `Access may be granted in the org by hand, or by a package that this project does not hold. Principals that nobody grants
are only reported where the project holds a permission set at all, and where \`sourceApiVersion\` is not older than ${FIRST_VERSION_WITH_GRANTS}, since
older permission sets do not say what they grant; what packages own (\`ns__Name\`) is left alone, and the
namespace of one's own package is no difference.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalcredential.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
  ],
  controls: ['CWE-266', 'OWASP-NHI10:2025', 'ISA-STEP-5', 'ZT-LAYER-3'],
  since: '0.1.0',

  *check(project, { sync }) {
    const sets = project.all('PermissionSet').map((set) => ({ set, own: principalGrantsOf(project, set) }));
    const grants = sets.flatMap(({ own }) => own);
    const integrations = new Set<ComponentBase>(sync.identities.map(({ holder }) => holder));
    const saysGrants = (apiVersionOf(project) ?? FIRST_VERSION_WITH_GRANTS) >= FIRST_VERSION_WITH_GRANTS;
    if (sets.length > 0 && (saysGrants || grants.length > 0)) yield* ungranted(project, grants);
    for (const { set, own } of sets) {
      if (isPackaged(set.fullName)) continue;
      for (const { name } of own) if (project.isPlaceholder(name)) yield leftToBuild(set, name, 'principal');
      const unknown = unknownGrants(project, set, own);
      if (unknown) yield unknown;
      const broad = integrations.has(set) ? undefined : broadGrant(project, set, own);
      if (broad) yield broad;
    }
  },
});

/** A finding stands at the first of several, and is the same one in whatever order a retrieve writes them. */
const byValue = (a: Field, b: Field): number => compare(a.value, b.value);

/** A credential with those of its principals that no permission set of the project grants. */
interface Ungranted {
  readonly credential: ExternalCredential;
  readonly first: Field;
  readonly others: readonly Field[];
}

/** One finding for each credential; where the permission sets grant no principal at all, one for the project. */
function* ungranted(project: Project, grants: readonly PrincipalGrant[]): Iterable<NotEvaluated | Problem> {
  const granted = new Set(grants.map(({ principal }) => principal));
  // A grant that fits none of the principals is meant for one of them, and reported at the permission set.
  const misnamed = new Set(grants.filter(({ principal }) => !principal).map(({ credential }) => credential));
  const lacking: Ungranted[] = [];
  for (const credential of project.all('ExternalCredential')) {
    if (isPackaged(credential.fullName) || misnamed.has(credential)) continue;
    const names = principalsOf(credential)
      .filter((principal) => !granted.has(principal))
      .flatMap((principal) => principalNameOf(principal) ?? []);
    const open = names.filter((name) => project.isPlaceholder(name));
    for (const name of open) yield leftToBuild(credential, name, 'principal');
    const [first, ...others] = names.filter((name) => !open.includes(name)).sort(byValue);
    if (first) lacking.push({ credential, first, others });
  }
  if (grants.length === 0 && lacking.length > 1) yield summaryOf(project, lacking);
  else for (const one of lacking) yield ungrantedProblem(one);
}

function ungrantedProblem({ credential, first, others }: Ungranted): Problem {
  const listed = sortedNames([first, ...others].map(({ value }) => value));
  return {
    component: credential,
    where: first,
    message: `External Credential ${credential.fullName} has ${listed.length === 1 ? 'the principal' : 'the principals'} ${listNames(listed, 'principals')}, which no permission set of the project grants`,
    label: 'granted by no permission set',
    related: others.map(({ at }) => ({ at, label: 'nor is this one' })),
    fix: 'grant the principal in a permission set of the integration',
    evidence: listed.join(),
  };
}

function summaryOf(project: Project, lacking: readonly Ungranted[]): Problem {
  const names = sortedNames(lacking.map(({ credential }) => credential.fullName));
  const [{ first }, ...others] = lacking as readonly [Ungranted, ...Ungranted[]];
  return {
    component: { type: 'Project', fullName: project.root || '.' },
    where: { at: first.at, element: '' },
    message: `Project holds permission sets, none of which grants a principal of its ${names.length} External Credentials: ${listNames(names, 'of them')}`,
    label: 'granted by no permission set',
    related: others.slice(0, SHOWN).map((other) => ({ at: other.first.at, label: 'nor is this one' })),
    fix: 'grant each principal in a permission set of its integration',
    evidence: names.join(),
  };
}

function unknownGrants(project: Project, set: PermissionSet, grants: readonly PrincipalGrant[]): Problem | undefined {
  const unknown = grants
    .filter(
      ({ name, credentialName, credential, principal }) =>
        !project.isPlaceholder(name) && (credential ? principal === undefined : !isPackaged(credentialName))
    )
    .sort((a, b) => byValue(a.name, b.name));
  const [first, ...others] = unknown;
  if (!first) return undefined;
  const names = sortedNames(unknown.map(({ name }) => name.value));
  return {
    component: set,
    where: first.name,
    message: `Permission Set ${set.fullName} grants ${names.length === 1 ? 'the principal' : 'the principals'} ${listNames(names, 'principals')}, which ${names.length === 1 ? 'is' : 'are'} not in the project`,
    label: first.credential ? 'the credential has no such principal' : 'the credential is not in the project',
    related: [
      ...(first.credential ? [{ at: (first.credential.label ?? first.credential).at, label: 'the credential' }] : []),
      ...others.map(({ name }) => ({ at: name.at, label: 'not in the project, either' })),
    ],
    fix: 'correct the name, or retrieve the External Credential',
    evidence: names.join(),
  };
}

function broadGrant(project: Project, set: PermissionSet, grants: readonly PrincipalGrant[]): Problem | undefined {
  const [shared] = grants
    .filter(({ principal }) => principal?.parameterType?.value === 'NamedPrincipal')
    .sort((a, b) => byValue(a.name, b.name));
  if (!shared) return undefined;
  const breadth = breadthOf(project, set);
  if (!breadth) return undefined;
  return {
    component: set,
    where: shared.name,
    severity: 'medium',
    discriminator: 'broad',
    message: `Permission Set ${set.fullName} grants the shared principal ${shared.name.value} together with ${breadth.what}`,
    label: 'one identity for all who hold the set',
    related: [{ at: breadth.at, label: 'what they reach' }],
    fix: 'grant the principal in a permission set of its own',
    evidence: shared.name.value,
  };
}

/** What makes a permission set broad, and where it says so. */
function breadthOf(
  project: Project,
  set: PermissionSet
): { readonly what: string; readonly at: Field['at'] } | undefined {
  for (const name of ['ModifyAllData', 'ViewAllData']) {
    const permission = set.userPermissions.find(({ value }) => value === name);
    if (permission) return { what: name, at: permission.at };
  }
  const wide = project
    .recordPermissions(set)
    .objectPermissions.filter(
      ({ viewAllRecords, modifyAllRecords }) => viewAllRecords?.value || modifyAllRecords?.value
    );
  const [first] = wide;
  return first && wide.length > MANY_OBJECTS
    ? { what: `all records of ${wide.length} objects`, at: first.at }
    : undefined;
}
