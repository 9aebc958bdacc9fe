import type { NotEvaluated, Problem } from '../findings/finding.js';
import type { ComponentBase, Field } from '../model/component.js';
import { listNames } from '../model/nameList.js';
import {
  externalClientAppChildren,
  judgeApps,
  leftToBuildOf,
  partAt,
  titleOfChild,
  type OauthApp,
} from '../model/oauthApp.js';
import { isPackaged } from '../model/packaged.js';
import type { Project } from '../model/project.js';
import { defineRule } from './rule.js';

export default defineRule({
  id: 'app-reference-unresolved',
  title: 'OAuth app that refers to something the project does not hold',
  severity: 'medium',
  cases: `Medium for settings or policies whose External Client App is not in the project, info for a permission set that is not.`,
  confidence: 'medium',
  persona: 'regular',
  looksAt: [
    'ConnectedApp',
    'ExternalClientApplication',
    'ExtlClntAppConfigurablePolicies',
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthConfigurablePolicies',
    'ExtlClntAppOauthSecuritySettings',
    'ExtlClntAppOauthSettings',
    'PermissionSet',
  ],
  tags: ['apps'],
  why: `An External Client App is spread over several files, each of which names it in \`externalClientApplication\`. Settings whose app is gone were
left behind by a rename or a deletion: they do not deploy, or they change an app that somebody made in the org by hand, and nobody who reads
the project sees which app that is.

The permission sets of an app say who may use it. One that the project does not hold was renamed, or is made in the org alone, where its
grants are not reviewed. A project without any permission set says nothing about them, so there the app is counted as not evaluated; so is
one that names record ids, which the documentation asks for and retrieves do not contain. Names of packaged components, and profiles, many
of which are standard ones, are left alone.`,
  remedy: `Add the app (\`externalClientApps/X.eca-meta.xml\`) or delete what belonged to it:

\`\`\`xml
<externalClientApplication>ERP_Invoices</externalClientApplication>
\`\`\`

For a permission set, retrieve it into the project or take its name off the list.`,
  setup: 'External Client App Manager > (the app) > Policies, or App Manager > (the app) > Manage',
  whenWrong: `A project may hold one part of an org, with the app or its permission sets in another repository.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalclientapplication.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm',
  ],
  controls: ['SBS-OAUTH-002'],
  since: '0.1.0',

  *check(project) {
    yield* orphans(project);
    const known = new Set(
      project
        .allInRepository('PermissionSet')
        .flatMap(({ fullName, label }) => [fullName, ...(label ? [label.value] : [])])
        .map((name) => name.toLowerCase())
    );
    yield* judgeApps(project, (app) => permissionSetsOf(project, app, known));
  },
});

/** Once for each app that is missing, at the first component that names it. */
function* orphans(project: Project): Generator<NotEvaluated | Problem> {
  const apps = new Set(
    project.allInRepository('ExternalClientApplication').map(({ fullName }) => fullName.toLowerCase())
  );
  const byApp = new Map<string, Array<{ readonly child: ComponentBase; readonly name: Field | undefined }>>();
  for (const child of externalClientAppChildren(project)) {
    const { externalClientApplication: name } = child;
    if (name && project.isPlaceholder(name)) {
      yield {
        notEvaluated: 'placeholder',
        component: child,
        where: name,
        message: `${titleOfChild(child)} gets its name from the build`,
      };
      continue;
    }
    if (name && (isPackaged(name.value) || apps.has(name.value.toLowerCase()))) continue;
    const key = name ? name.value.toLowerCase() : `${child.type} ${child.fullName}`;
    const children = byApp.get(key) ?? [];
    children.push({ child, name });
    byApp.set(key, children);
  }
  for (const [first, ...others] of byApp.values()) {
    if (!first) continue;
    const { child, name } = first;
    yield {
      component: child,
      where: name ?? child,
      message: name
        ? `External Client App ${name.value} has settings or policies in the project, and is not in it itself`
        : `${child.type} ${child.fullName} does not say which External Client App it belongs to`,
      label: name ? 'no such app in the project' : 'no externalClientApplication here',
      related: others.map((other) => ({ at: (other.name ?? other.child).at, label: 'belongs to it, too' })),
      fix: name
        ? `add externalClientApps/${name.value}.eca-meta.xml, or delete what belonged to it`
        : 'name the app in externalClientApplication',
    };
  }
}

/** What the documentation calls "permission set IDs". */
const PERMISSION_SET_ID = /^0PS[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

function* permissionSetsOf(
  project: Project,
  app: OauthApp,
  known: ReadonlySet<string>
): Generator<NotEvaluated | Problem> {
  const missing: Field[] = [];
  for (const name of app.permissionSets) {
    if (project.isPlaceholder(name)) yield* leftToBuildOf(project, app, [name], 'permission sets');
    else if (PERMISSION_SET_ID.test(name.value)) {
      yield {
        notEvaluated: 'record-id',
        component: partAt(app, name),
        where: name,
        message: `${app.title} names a permission set by its record id`,
      };
    } else if (!isPackaged(name.value) && !known.has(name.value.toLowerCase())) missing.push(name);
  }
  const [first, ...others] = missing;
  if (!first) return;
  const component = partAt(app, first);
  const names = listNames(
    missing.map(({ value }) => value),
    'permission sets'
  );
  const message = `${app.title} is for users with ${missing.length > 1 ? 'permission sets' : 'a permission set'} that the project does not hold: ${names}`;
  if (known.size === 0) {
    yield { notEvaluated: 'not-in-project', component, where: first, message };
    return;
  }
  yield {
    component,
    where: first,
    message,
    label: 'not in the project',
    related: others.map(({ at }) => ({ at, label: 'not in the project either' })),
    fix: 'retrieve it into the project, or take its name off the list',
    severity: 'info',
    evidence: names,
  };
}
