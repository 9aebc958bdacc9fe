import { escapeActive } from '../reporters/json.js';
import { SHORTEST_REASON } from '../suppressions/suppression.js';
import type { FoundIntegration } from './findIntegrations.js';

/** What the texts of the files depend on. */
export interface StarterOptions {
  readonly version: string;
  readonly integrations: readonly FoundIntegration[];
  /** The scanned root from the repository, empty for the repository itself; undefined where its name needs quoting. */
  readonly folder: string | undefined;
}

/** What a path may consist of to stand unquoted in YAML, in a workflow and in CODEOWNERS. */
export const PLAIN_FOLDER = /^(?:[\w.-]+(?:\/[\w.-]+)*)?$/;

const schemaLine = (name: string): string => `# yaml-language-server: $schema=node_modules/sf-isa/schemas/${name}.json`;

/** `sf-isa.yml`: it changes no result of a scan, and its register waits in comments until somebody answers for an entry. */
export const configText = ({ integrations }: StarterOptions): string => `${schemaLine('config')}
version: 1
extends: recommended # or strict, isv, all, a file such as ../sf-isa.yml, an installed package

# What Setup shows and metadata does not:
# org:
#   name: core # what people call the org, where there are several
#   infrastructure: hyperforce # or first-party; Setup > Company Information > Instance
#   privateConnect: not-licensed # or licensed; Setup > Security > Private Connect
#   certificates:
#     inUse: 12 # Setup > Certificate and Key Management

# What integrations go through, if anything; an entry of the register names it as gateway: api-gateway.
# gateways:
#   - id: api-gateway
#     hosts: ['api.example.com']
#     controls: [mtls, oauth, rate-limit, logging] # also inspection, ip-filter

# What people answer for and metadata does not show, by the ids of docs/coverage.md; sf isa report lists what is still open.
# attestations:
#   - control: ZT-CHECK-7
#     status: met # or not-met, not-applicable
#     evidence: Backups are encrypted with a key of our own; see the runbook
#     by: platform-team@example.com
#     on: 2026-10-02

${registerText(integrations)}`;

function registerText(integrations: readonly FoundIntegration[]): string {
  const intro = `# The register of integrations${
    integrations.length === 0
      ? '. The project shows none; an entry looks like this:'
      : ', as far as the project shows them.'
  }
# Take the # away from integrations: and from an entry as soon as somebody answers for it, and add what you know: name, owner,
# certificateOwner, criticality, dataClassification, mtls, gateway, privateConnect, justification, reviewed. From the first entry
# on, a scan reports what the register does not name, and what an entry does not say.
`;
  const shown = integrations.length === 0 ? [EXAMPLE] : integrations;
  return `${intro}# integrations:\n${shown.map(entryText).join('')}`;
}

const EXAMPLE: FoundIntegration = {
  id: 'erp-orders',
  direction: 'outbound',
  components: ['NamedCredential:ERP_*', 'ExternalCredential:ERP'],
  hosts: ['erp.example.com'],
};

/** Names come from files: as JSON texts they are YAML texts, in one line, whatever they hold. */
const entryText = ({ id, direction, components, hosts }: FoundIntegration): string =>
  [
    `#   - id: ${id}${hosts.length === 0 ? '' : ` # ${hosts.join(', ')}`}`,
    `#     direction: ${direction}`,
    '#     components:',
    ...components.map((component) => `#       - ${quoted(component)}`),
    '',
  ].join('\n');

const quoted = (text: string): string => escapeActive(JSON.stringify(text));

/** `sf-isa.suppressions.yml` without an entry. */
export const suppressionsText = (): string => `${schemaLine('suppressions')}
# What this team accepts of what sf-isa finds, and why.
version: 1
suppressions: []
# An entry looks like this; write it in place of the []. The reason has at least ${SHORTEST_REASON} characters.
#   - rule: endpoint-cleartext
#     component: RemoteSiteSetting:Legacy_Print
#     reason: On-premises print server on an isolated VLAN; replaced in Q3
#     owner: '@acme/platform'
#     expires: 2027-03-31
`;

/** One hook of the pre-commit framework, as an entry below `repos`. */
export const hookText = ({ version, folder }: StarterOptions): string => `  - repo: local
    hooks:
      - id: sf-isa
        name: sf-isa (security of Salesforce integrations)
        language: node
        additional_dependencies: ['sf-isa@${version}']
        entry: sf-isa scan --staged --format concise${folder ? `\n        args: ['--source-dir=${folder}']` : ''}
        # Rules look across files, and a commit that only deletes one names none.
        pass_filenames: false
        always_run: true
        require_serial: true
`;

/** `.pre-commit-config.yaml` with that hook alone. */
export const hookConfigText = (options: StarterOptions): string => `repos:\n${hookText(options)}`;

/** `.github/workflows/sf-isa.yml`. */
export const workflowText = ({ version, folder }: StarterOptions): string => `name: Integration security
on:
  pull_request:
  push:
    branches: [main, master]
  schedule:
    - cron: '17 5 * * 1' # certificates end even when nobody commits

permissions: {}

jobs:
  sf-isa:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      # v6.0.0
      - uses: actions/checkout@1af3b93b6815bc44a9784bd300feb67ff0d1eeb3
        with:
          fetch-depth: 2 # of a pull request, the merge commit and what it merges into
          persist-credentials: false
      # v6.0.0
      - uses: actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903
        with:
          node-version: 22
      - run: npx --yes sf-isa@${version} scan --since auto --format github --output-file "markdown=$GITHUB_STEP_SUMMARY"${
        folder ? `\n        working-directory: '${folder}'` : ''
      }
`;

/** The line of CODEOWNERS for what a team accepts. `owner` as CODEOWNERS takes it. */
export const codeOwnersLine = ({ folder }: StarterOptions, owner: string): string =>
  `${folder === undefined ? '' : folder === '' ? '/' : `/${folder}/`}sf-isa.suppressions.yml ${owner}`;
