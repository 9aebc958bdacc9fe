import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { configSchema } from '../../src/config/configSchema.js';
import { configReader } from '../../src/config/readConfig.js';
import { controlIds } from '../../src/controls/index.js';
import { memoryFileSystem } from '../../src/fileSystem.js';
import { rules } from '../../src/rules/index.js';

describe('docs/configuration.md', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

  it('shows a file that is valid', () => {
    const sample = /```yaml\n([^]*?)```/.exec(page)![1]!;
    const config = configReader({ rules, fileSystem: memoryFileSystem({}), controls: controlIds })(
      sample,
      'sf-isa.yml'
    );
    expect(config.org.certificates.inUse).to.equal(37);
    expect(config.integrations[0]!.gateway).to.equal(config.gateways[0]!.id);
    expect(config.attestations).to.have.length(1);
    expect(config.sync.allow['ManageUsers']).to.deep.equal(['PermissionSet:HR_User_Provisioning']);
  });

  it('shows what a file extends', () => {
    const sample = /## Presets and shared files\n\n```yaml\n([^]*?)```/.exec(page)![1]!;
    const fileSystem = memoryFileSystem({ 'sf-isa.yml': 'version: 1\nminConfidence: high\nfailOn: low\n' });
    const config = configReader({ rules, fileSystem })(sample, 'apps/billing/sf-isa.yml');
    expect(config).to.deep.include({ persona: 'pedantic', minConfidence: 'high', failOn: 'high' });
  });

  it('says of every key of an integration, a gateway and an attestation what it means', () => {
    const { properties } = configSchema([]) as { properties: Record<string, { items?: { properties: object } }> };
    for (const [list, title] of [
      ['integrations', 'The register of integrations'],
      ['gateways', 'Gateways'],
      ['attestations', 'Attestations'],
    ] as const) {
      const section = page.split('\n## ').find((part) => part.startsWith(`${title}\n`))!;
      const items = [...section.matchAll(/^- [^]*?(?=\n- |\n\n)/gm)].join('\n');
      const named = [...items.matchAll(/(?:^- |\. |, )`(\w+)`(?=:)/gm)].map(([, key]) => key!);
      expect(named, list).to.have.members(Object.keys(properties[list]!.items!.properties));
    }
  });

  it('has a row for every key', () => {
    const table = page.slice(0, page.indexOf('\n## '));
    const rows = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key!);
    const keys = Object.entries(DEFAULT_CONFIG).flatMap(([key, value]) => keysBelow(key, value));
    const documented = rows.map((row) => row.replace(/\.<\w+>$/, ''));
    expect(documented).to.have.members(['version', 'extends', ...keys]);
  });
});

/** The leaves of a config; a map with names of the team's own is a leaf. */
const keysBelow = (key: string, value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, inner]) => keysBelow(`${key}.${name}`, inner))
    : [key];
