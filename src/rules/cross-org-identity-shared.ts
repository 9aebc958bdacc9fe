import type { NotEvaluated, Problem, RelatedPlace } from '../findings/finding.js';
import { componentKey, titleOf, type Field } from '../model/component.js';
import { integrationsOf } from '../model/integration.js';
import { differentOrgs, type Landscape, type Org } from '../model/landscape.js';
import type { NamedCredential } from '../model/namedCredential.js';
import { listNames, sortedNames } from '../model/nameList.js';
import { authenticatorsOf, namedUserFieldsOf, userNameIn, type Authenticator } from '../model/namedUser.js';
import {
  callsToOrgs,
  orgLinks,
  placeOf,
  tokenSignersOf,
  type OrgLink,
  type TokenSigner,
} from '../model/orgConnections.js';
import { isPackaged } from '../model/packaged.js';
import { leftToBuild } from '../model/placeholder.js';
import type { OauthApp } from '../model/oauthApp.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'cross-org-identity-shared',
  title: 'One identity for several connections between orgs',
  severity: 'medium',
  cases: `Confidence is medium where two orgs sign with one key, since a project may hold the file of a certificate that its org does not
have; and where two credentials have one user and the register does not list them as two integrations.`,
  confidence: 'high',
  persona: 'regular',
  looksAt: [
    'Certificate',
    'ConnectedApp',
    'ExtlClntAppGlobalOauthSettings',
    'ExternalClientApplication',
    'ExternalCredential',
    'NamedCredential',
  ],
  looksAcrossOrgs: true,
  tags: ['sync', 'identity', 'certificates'],
  why: `Each connection between two orgs wants an identity of its own: one key that signs in, at one app, as one user. Where one key signs
in to several orgs, whoever gets hold of it is in all of them. Where several orgs sign in with one key, or through one app, the called
org cannot tell them apart in its login history, cannot give them different permissions, and cannot stop one without stopping all; and
all have to change on one day when the key is renewed. Where several credentials sign in to one org as one user, each job has the permissions of
all, and the login history does not tell which of them it was.

Keys are compared by the public key of the certificates: those that External Credentials and Named Credentials of one org name for
signing, and the copies that the apps of other orgs hold. Users are compared by name: the subject of JWTs, and the user name of a legacy
Named Credential. Orgs count as several where their hosts say so; a sandbox is no other org than its production, and two projects that
claim one host are left alone.`,
  remedy: `Make a signing certificate for each connection, name it in the External Credential, and give its public half to an app of its own
in the called org:

\`\`\`xml
<externalCredentialParameters>
    <certificate>HQ_EMEA_Signing</certificate>
    <parameterName>SigningCertificate</parameterName>
    <parameterType>SigningCertificate</parameterType>
</externalCredentialParameters>
\`\`\``,
  setup: 'Security > Certificate and Key Management > Create Self-Signed Certificate',
  whenWrong: `A project may hold a copy of another project's files: deploying a Certificate makes a new key pair in the org, so retrieve it
again from there. For the time of a move, an old and a new connection may share a key. So they may a user: a legacy credential beside a new
one is reported only where the register lists the two as different integrations. Two credentials of one job need no second user; one
of them is enough then.`,
  links: [
    'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_certificate.htm',
    'https://developer.salesforce.com/docs/platform/named-credentials/references/named-credentials-reference/jwt-claims.html',
  ],
  controls: ['CWE-653', 'OWASP-NHI9:2025', 'ZT-CHECK-2', 'ZT-PATTERN-1', 'ZT-PATTERN-2'],
  since: '0.1.0',

  *check(project, { landscape }) {
    const org = landscape.orgOf(project);
    yield* sharedKeys(landscape, org);
    yield* sharedApps(landscape, org);
    yield* sharedUsers(landscape, org);
  },
});

/** A use of a key, and whose it is. */
interface Signer extends TokenSigner {
  readonly org: Org;
}

/** A key is reported once, at the first of the orgs that sign with it. */
function* sharedKeys(landscape: Landscape, org: Org): Generator<Problem> {
  if (landscape.isAmbiguous(org)) return;
  const all = landscape.orgs
    .filter((one) => !landscape.isAmbiguous(one))
    .flatMap((one) => tokenSignersOf(one).map((signer): Signer => ({ ...signer, org: one })));
  const links = orgLinks(landscape);
  const keys = new Set(all.filter((signer) => signer.org === org).flatMap(({ publicKeys }) => publicKeys));
  for (const publicKey of keys) {
    const signers = all.filter(({ publicKeys }) => publicKeys.includes(publicKey));
    const orgs = differentOrgs(distinct(signers.map((signer) => signer.org)));
    const [first, ...others] = signers;
    const ways = links.filter(({ by }) => by.kind === 'key' && by.publicKey === publicKey);
    const called = differentOrgs(landscape.orgs.filter((one) => ways.some(({ to }) => to === one)));
    if (first?.org !== org || (orgs.length < 2 && called.length < 2)) continue;
    const { use } = first;
    const where = called.length === 0 ? 'sign in' : `sign in to ${namesOf(called)}`;
    const what = orgs.length > 1 ? `with which ${namesOf(orgs)} ${where}` : `with which it can ${where}`;
    yield {
      component: use.from,
      where: use,
      ...(orgs.length > 1 && { confidence: 'medium' }),
      message: `${titleOf(use.from)} of ${org.name} signs with the key of Certificate ${use.name!}, ${what}`,
      label: 'one identity for several connections',
      related: [
        ...others.map((signer) => ({
          at: signer.use.at,
          label: `${signer.org.name}: ${titleOf(signer.use.from)} signs with it, too`,
        })),
        ...distinct(ways.map(({ app }) => app)).map((app) => placeOfApp(app, ways)),
      ],
      fix: 'sign with a key of its own for each connection',
      evidence: publicKey,
      discriminator: 'key',
    };
  }
}

/** An app that several orgs sign in through by other means than one key, as the registers say. */
function* sharedApps(landscape: Landscape, org: Org): Generator<Problem> {
  const links = orgLinks(landscape).filter(({ to }) => to === org);
  for (const app of distinct(links.map((link) => link.app))) {
    const ways = links.filter((link) => link.app === app);
    const callers = differentOrgs(landscape.orgs.filter((one) => ways.some(({ from }) => from === one)));
    if (callers.length < 2 || ways.every(({ by }) => by.kind === 'key')) continue;
    yield {
      component: app.component,
      where: app.component,
      message: `${app.title} of ${org.name} lets in ${namesOf(callers)}, which ${org.name} cannot tell apart`,
      label: `one app for ${callers.length} orgs`,
      related: ways.map(({ from, caller }) => ({
        at: placeOf(caller),
        label: `${from.name}: ${titleOf(caller)} signs in through it`,
      })),
      fix: 'give each org an app of its own, with a user of its own',
      evidence: sortedNames(ways.map(({ caller }) => caller.fullName)).join(' '),
      discriminator: 'app',
    };
  }
}

/** What signs in to another org as a user that everybody shares who may use it. */
interface SignIn {
  readonly caller: Authenticator;
  readonly credentials: readonly NamedCredential[];
  readonly user: Field;
}

/** Credentials of an org that sign in to one other org as one user. */
function* sharedUsers(landscape: Landscape, org: Org): Generator<NotEvaluated | Problem> {
  for (const [to, signIns] of signInsFrom(landscape, org)) {
    if (distinct(signIns.map(({ caller }) => caller)).length < 2) continue;
    const byUser = new Map<string, SignIn[]>();
    for (const signIn of signIns) {
      const { caller, user } = signIn;
      if (org.project.isPlaceholder(user)) {
        yield leftToBuild(caller, user, 'user');
        continue;
      }
      const name = userNameIn(user);
      const known = name === undefined ? undefined : byUser.get(name);
      if (known) known.push(signIn);
      else if (name !== undefined) byUser.set(name, [signIn]);
    }
    for (const [name, sharing] of byUser) yield* judgeUser(org, to, name, sharing);
  }
}

/** By the org that is called. The same credential in two package directories is one. */
function signInsFrom(landscape: Landscape, org: Org): ReadonlyMap<Org, readonly SignIn[]> {
  const callers = new Map<Org, Map<string, { caller: Authenticator; credentials: NamedCredential[] }>>();
  for (const call of callsToOrgs(org.project, landscape)) {
    if ('open' in call) continue;
    const known = callers.get(call.to) ?? new Map<string, { caller: Authenticator; credentials: NamedCredential[] }>();
    callers.set(call.to, known);
    for (const caller of authenticatorsOf(org.project, call.credential)) {
      if (isPackaged(caller.fullName)) continue;
      const key = componentKey(caller).toLowerCase();
      known.set(key, { caller, credentials: [...(known.get(key)?.credentials ?? []), call.credential] });
    }
  }
  return new Map(
    [...callers].map(([to, known]) => [
      to,
      [...known.values()].flatMap((one) => namedUserFieldsOf(one.caller).map((user) => ({ ...one, user }))),
    ])
  );
}

function* judgeUser(org: Org, to: Org, name: string, signIns: readonly SignIn[]): Generator<Problem> {
  const [first, ...others] = signIns.filter(
    ({ caller }, index) => signIns.findIndex((one) => one.caller === caller) === index
  ) as [SignIn, ...SignIn[]];
  if (others.length === 0) return;
  const isApart = areListedApart(org, [first, ...others]);
  const legacy = [first, ...others].filter(({ caller }) => caller.type === 'NamedCredential').length;
  if (!isApart && others.length === 1 && legacy === 1) return;
  yield {
    component: first.caller,
    where: first.user,
    ...(!isApart && { confidence: 'medium' }),
    message: `${titleOf(first.caller)} of ${org.name} signs in to ${to.name} as ${name}, and so ${others.length > 1 ? 'do' : 'does'} ${listNames(
      others.map(({ caller }) => titleOf(caller)),
      'credentials'
    )}`,
    label: `one user for ${others.length + 1} credentials`,
    related: others.map(({ caller, user }) => ({ at: user.at, label: `${titleOf(caller)}: the same user` })),
    fix: `give each job a user of its own in ${to.name}, with the permissions of that job`,
    evidence: sortedNames([first, ...others].map(({ caller }) => componentKey(caller))).join(' '),
    discriminator: `user ${name}`,
  };
}

/** Whether the register has two of them in entries of their own. */
function areListedApart({ config: { integrations } }: Org, signIns: readonly SignIn[]): boolean {
  const entries = signIns.map(({ caller, credentials }) =>
    [caller, ...credentials].flatMap((component) => integrationsOf(integrations, component))
  );
  return entries.some((some, index) =>
    entries
      .slice(index + 1)
      .some((other) => some.length > 0 && other.length > 0 && !some.some((entry) => other.includes(entry)))
  );
}

function placeOfApp(app: OauthApp, ways: readonly OrgLink[]): RelatedPlace {
  const { to } = ways.find((way) => way.app === app)!;
  return {
    at: app.certificate?.at ?? placeOf(app.component),
    label: `${to.name}: ${app.title} lets in whoever signs with it`,
  };
}

const namesOf = (orgs: readonly Org[]): string =>
  listNames(
    orgs.map(({ name }) => name),
    'orgs'
  );

const distinct = <Thing>(things: readonly Thing[]): readonly Thing[] => [...new Set(things)];
