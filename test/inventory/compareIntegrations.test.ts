import { expect } from 'chai';
import { compareIntegrations, type IntegrationChange } from '../../src/inventory/compareIntegrations.js';
import { elements, externalCredential, holder, inventoryIn, namedCredential, xml } from './samples.js';

type Files = Readonly<Record<string, string>>;

const changes = (before: Files, after: Files, configs: { readonly before?: string; readonly after?: string } = {}) =>
  compareIntegrations(inventoryIn(before, configs.before).integrations, inventoryIn(after, configs.after).integrations);

/** `what: before -> after` of the only change. */
function factsOf(found: readonly IntegrationChange[]): readonly string[] {
  expect(found).to.have.length(1);
  return found[0]!.facts.map(({ what, before, after }) => `${what}: ${before.join(', ')} -> ${after.join(', ')}`);
}

const ERP: Files = {
  'namedCredentials/ERP.namedCredential': namedCredential('https://erp.example', { external: 'ERP' }),
  'externalCredentials/ERP.externalCredential': externalCredential('Oauth', {
    principals: { Sync: 'NamedPrincipal' },
    parameters: [
      { parameterName: 'V', parameterType: 'AuthProtocolVariant', parameterValue: 'JwtBearer' },
      { parameterName: 'U', parameterType: 'AuthProviderUrl', parameterValue: 'https://login.erp.example/token' },
    ],
  }),
  'permissionsets/Users.permissionset': holder('PermissionSet', { principals: ['ERP-Sync'] }),
};

const app = (scopes: readonly string[], policies: Readonly<Record<string, string>> = {}): Files => ({
  'connectedApps/Portal.connectedApp': xml(
    'ConnectedApp',
    `<label>Portal</label><oauthConfig><callbackUrl>https://portal.example/done</callbackUrl>${scopes
      .map((scope) => `<scopes>${scope}</scopes>`)
      .join('')}</oauthConfig><oauthPolicy>${elements({
      ipRelaxation: 'ENFORCE',
      refreshTokenPolicy: 'infinite',
      ...policies,
    })}</oauthPolicy>`
  ),
});

describe('what changed in the integrations', () => {
  it('is nothing where only findings, files, order and the project folder differ', () => {
    expect(changes(ERP, ERP)).to.deep.equal([]);
    const moved = Object.fromEntries(Object.entries(ERP).map(([path, text]) => [`deeper/${path}`, text]));
    expect(changes(ERP, moved)).to.deep.equal([]);
    expect(changes(app(['Api', 'Web']), app(['Web', 'Api']))).to.deep.equal([]);
    const inProject = (folder: string): Files => ({
      [`${folder}/sfdx-project.json`]: '{ "packageDirectories": [{ "path": "app" }] }',
      ...Object.fromEntries(Object.entries(ERP).map(([path, text]) => [`${folder}/app/${path}`, text])),
    });
    expect(changes(inProject('old'), inProject('new'))).to.deep.equal([]);
  });

  it('of a callout is its endpoint, certificate and mutual TLS', () => {
    const after = {
      ...ERP,
      'namedCredentials/ERP.namedCredential': namedCredential('https://erp.example:8443', {
        external: 'ERP',
        certificate: 'Client',
      }),
    };
    expect(factsOf(changes(ERP, after))).to.deep.equal([
      'endpoint: https://erp.example -> https://erp.example:8443',
      'mutual TLS: no -> yes',
      'client certificate:  -> Client, end not known: it is not in the project',
    ]);
    expect(changes(ERP, after)[0]).to.deep.include({
      project: '.',
      component: { type: 'NamedCredential', fullName: 'ERP' },
      id: 'NamedCredential:ERP',
      direction: 'outbound',
      kind: 'changed',
    });
  });

  it('of a callout is how it authenticates, with whom it runs, and who may use it', () => {
    const after = {
      ...ERP,
      'externalCredentials/ERP.externalCredential': externalCredential('Basic', {
        principals: { Batch: 'NamedPrincipal', Sync: 'NamedPrincipal' },
      }),
      'permissionsets/All.permissionset': holder('PermissionSet', { principals: ['ERP-Batch'] }),
    };
    expect(factsOf(changes(ERP, after))).to.deep.equal([
      'authentication: Oauth -> Basic',
      'authentication flow: JWT Bearer Flow -> no variant',
      'token host: login.erp.example -> no token endpoint',
      'principals: ERP-Sync (NamedPrincipal) -> ERP-Batch (NamedPrincipal), ERP-Sync (NamedPrincipal)',
      'who may use it: PermissionSet:Users as ERP-Sync -> PermissionSet:All as ERP-Batch, PermissionSet:Users as ERP-Sync',
    ]);
  });

  it('of an app is what it lets in', () => {
    const after = app(['Api', 'Full'], { ipRelaxation: 'BYPASS', refreshTokenPolicy: 'zero' });
    expect(factsOf(changes(app(['Api']), after))).to.deep.equal([
      'scopes: Api -> Api, Full',
      'IP relaxation: ENFORCE -> BYPASS',
      'refresh token policy: infinite -> zero',
    ]);
  });

  it('of one that is new or gone is what it has, and not what it has not', () => {
    const [added, ...others] = changes({}, ERP);
    expect(others).to.deep.equal([]);
    expect(added).to.deep.include({ kind: 'added', name: 'ERP' });
    expect(added!.facts.map(({ what }) => what)).to.deep.equal([
      'endpoint',
      'mutual TLS',
      'authentication',
      'authentication flow',
      'token host',
      'principals',
      'who may use it',
    ]);
    expect(added!.facts.every(({ before }) => before.length === 0)).to.equal(true);
    const [removed] = changes(ERP, {});
    expect(removed).to.deep.include({ kind: 'removed', name: 'ERP' });
    expect(removed!.facts.every(({ after }) => after.length === 0)).to.equal(true);
  });

  it('is told once where several entries of the register share a component', () => {
    const entry = (id: string, owner: string): string =>
      `  - { id: ${id}, components: ['NamedCredential:ERP'], owner: ${owner} }\n`;
    const found = changes(ERP, ERP, {
      before: `version: 1\nintegrations:\n${entry('orders', 'sales')}${entry('stock', 'logistics')}`,
      after: `version: 1\nintegrations:\n${entry('orders', 'finance')}${entry('stock', 'logistics')}`,
    });
    expect(factsOf(found)).to.deep.equal(['owner: logistics, sales -> finance, logistics']);
  });

  it('knows an entry of the register that names no component by its id', () => {
    const register = (owner: string): string =>
      `version: 1\nintegrations:\n  - { id: treasury, components: ['NamedCredential:Gone'], owner: ${owner} }\n`;
    const files = { 'classes/A.cls': 'class A {}', 'roles/A.role': '' };
    const [change, ...others] = changes(files, files, { before: register('a'), after: register('b') });
    expect(others).to.deep.equal([]);
    expect(change).to.deep.include({ id: 'treasury', component: null, direction: 'unknown', kind: 'changed' });
  });

  it('knows another component by its entry in the register: it is replaced, and not one gone and one new', () => {
    const register = (...components: readonly string[]): string =>
      `version: 1\nintegrations:\n  - { id: orders, components: [${components.map((one) => `'${one}'`).join()}] }\n`;
    const other: Files = { 'namedCredentials/Orders.namedCredential': namedCredential('https://erp.example:8443') };
    const configs = { before: register('NamedCredential:ERP'), after: register('NamedCredential:Orders') };
    const found = changes(ERP, other, configs);
    expect(found.map(({ id, kind, component }) => [id, kind, component])).to.deep.equal([
      ['orders', 'replaced', { type: 'NamedCredential', fullName: 'Orders' }],
    ]);
    expect(factsOf(found).slice(0, 2)).to.deep.equal([
      'component: NamedCredential:ERP -> NamedCredential:Orders',
      'endpoint: https://erp.example -> https://erp.example:8443',
    ]);
    // Of two, nobody can tell which one took its place.
    const two = {
      ...other,
      'namedCredentials/Returns.namedCredential': namedCredential('https://erp.example:8443'),
    };
    const after = register('NamedCredential:Orders', 'NamedCredential:Returns');
    expect(changes(ERP, two, { ...configs, after }).map(({ kind }) => kind)).to.deep.equal([
      'added',
      'added',
      'removed',
    ]);
    // Who is called and who calls are two things.
    const inbound = { ...configs, after: register('ConnectedApp:Portal') };
    expect(changes(ERP, app(['Api']), inbound).map(({ kind }) => kind)).to.deep.equal(['added', 'removed']);
  });

  it('says of an entry that named nothing which was there that its component is there now', () => {
    const config = "version: 1\nintegrations:\n  - { id: erp, components: ['NamedCredential:ERP'] }\n";
    const [change, ...others] = changes({ 'classes/A.cls': 'class A {}', 'roles/A.role': '' }, ERP, {
      before: config,
      after: config,
    });
    expect(others).to.deep.equal([]);
    expect(change).to.deep.include({ id: 'erp', kind: 'changed' });
    expect(change!.facts[0]).to.deep.equal({ what: 'component', before: [], after: ['NamedCredential:ERP'] });
  });

  it('keeps two components of one name in two folders apart', () => {
    const copy = (host: string, folder: string): Files => ({
      [`${folder}/namedCredentials/Bank.namedCredential`]: namedCredential(`https://${host}.example`),
    });
    const before = { ...copy('one', 'a'), ...copy('two', 'b') };
    expect(factsOf(changes(before, { ...copy('one', 'a'), ...copy('three', 'b') }))).to.deep.equal([
      'endpoint: https://two.example -> https://three.example',
    ]);
    expect(changes(before, copy('one', 'a')).map(({ kind }) => kind)).to.deep.equal(['removed']);
  });

  it('has no secret that somebody wrote into a name', () => {
    const token = `ghp_${'A1b2C3d4E5f6'.repeat(3)}`;
    const found = changes(ERP, {
      ...ERP,
      'externalCredentials/ERP.externalCredential': externalCredential('Basic', {
        principals: { [token]: 'NamedPrincipal' },
      }),
    });
    expect(JSON.stringify(found)).to.not.include(token);
  });
});
