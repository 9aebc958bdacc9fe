import type { Confidence, Persona } from '../findings/finding.js';
import type { Rule } from '../rules/rule.js';
import { DEFAULT_CONFIG, type Config, type Integration, type RuleConfig, type SyncConfig } from './config.js';
import { ConfigError, quote, type ConfigProblem } from './configError.js';
import { configSchema } from './configSchema.js';
import { pointerPart, readYaml, type YamlContent } from './readYaml.js';
import { schemaProblems, type SchemaProblem } from './schemaProblems.js';

export { ConfigError, type ConfigProblem } from './configError.js';

/** The file as the schema lets it pass. */
interface ConfigFile {
  readonly persona?: Persona;
  readonly failOn?: Config['failOn'];
  readonly minConfidence?: Confidence;
  readonly rules?: Readonly<Record<string, NonNullable<RuleConfig['severity']> | RuleConfig>>;
  readonly org?: Partial<Omit<Config['org'], 'certificates'>> & {
    readonly certificates?: Partial<Config['org']['certificates']>;
  };
  readonly mtls?: Partial<Config['mtls']>;
  readonly expiry?: Partial<Config['expiry']>;
  readonly sync?: Partial<SyncConfig>;
  readonly integrations?: readonly Integration[];
}

/**
 * Reads the text of a `sf-isa.yml`, and fills in the defaults. `path` is for messages, `rules` are the rules that the file
 * may name. Records of the result that hold names from the file have no prototype. Throws ConfigError.
 */
export function readConfig(text: string, path: string, rules: readonly Rule[]): Config {
  const content = readYaml(text, path);
  const { value, place } = content;
  const problems = problemsOf(value ?? {}, rules);
  if (problems.length > 0) {
    throw new ConfigError(
      path,
      problems.map(({ message, pointer, part }) => ({ message, ...place(pointer, part) }))
    );
  }
  const file = value as ConfigFile;
  const config = withDefaults(file);
  const hosts = readHosts(file.mtls?.hosts ?? {}, content);
  const contradictions = [
    ...certificateProblems(file, config, content),
    ...expiryProblems(config, content),
    ...hosts.problems,
    ...integrationProblems(config, content),
  ];
  if (contradictions.length > 0) throw new ConfigError(path, contradictions);
  return { ...config, mtls: { hosts: hosts.ports } };
}

/**
 * A validator goes through all of its schema before it looks at a value. A scan waits for it, so a file is first held
 * against the part of the schema that it makes use of, and against all of it only for the words of an error.
 */
function problemsOf(value: object, rules: readonly Rule[]): readonly SchemaProblem[] {
  const named = Object.keys((value as ConfigFile).rules ?? {});
  const used = configSchema(rules.filter(({ id }) => named.includes(id))) as { properties: Record<string, object> };
  const properties = Object.entries(used.properties).filter(([key]) => Object.hasOwn(value, key));
  const problems = schemaProblems(value, { ...used, properties: Object.fromEntries(properties) });
  return problems.length === 0 ? problems : schemaProblems(value, configSchema(rules));
}

function withDefaults({
  persona,
  failOn,
  minConfidence,
  rules = {},
  org,
  expiry,
  sync,
  integrations,
}: ConfigFile): Config {
  const ruleConfigs = Object.create(null) as Record<string, RuleConfig>;
  for (const [id, said] of Object.entries(rules))
    ruleConfigs[id] = typeof said === 'string' ? { severity: said } : { ...said };
  return {
    persona: persona ?? DEFAULT_CONFIG.persona,
    failOn: failOn ?? DEFAULT_CONFIG.failOn,
    minConfidence: minConfidence ?? DEFAULT_CONFIG.minConfidence,
    rules: ruleConfigs,
    org: {
      ...DEFAULT_CONFIG.org,
      ...org,
      certificates: { ...DEFAULT_CONFIG.org.certificates, ...org?.certificates },
    },
    mtls: DEFAULT_CONFIG.mtls,
    expiry: { ...DEFAULT_CONFIG.expiry, ...expiry },
    sync: { ...DEFAULT_CONFIG.sync, ...sync },
    integrations: integrations ?? DEFAULT_CONFIG.integrations,
  };
}

function* certificateProblems(file: ConfigFile, { org }: Config, { place }: YamlContent): Iterable<ConfigProblem> {
  const { limit, warnAt } = org.certificates;
  if (warnAt <= limit) return;
  const isWritten = file.org?.certificates?.warnAt !== undefined;
  yield {
    message: `org.certificates.warnAt is ${warnAt}${isWritten ? '' : ' by default'}, more than the limit of ${limit}; write ${limit} or less`,
    ...place(`#/org/certificates/${isWritten ? 'warnAt' : 'limit'}`, 'value'),
  };
}

function* expiryProblems({ expiry }: Config, { place }: YamlContent): Iterable<ConfigProblem> {
  const [low, medium, high] = expiry.warnDays;
  if (low > medium && medium > high) return;
  yield {
    message: `expiry.warnDays must name the largest number first, such as [90, 60, 30], not [${expiry.warnDays.join(', ')}]`,
    ...place('#/expiry/warnDays', 'value'),
  };
}

function* integrationProblems({ integrations }: Config, { place }: YamlContent): Iterable<ConfigProblem> {
  const ids = new Set<string>();
  for (const [index, { id }] of integrations.entries()) {
    if (ids.has(id)) {
      const message = `integrations names the id ${quote(id)} twice; give each integration its own`;
      yield { message, ...place(`#/integrations/${index}/id`, 'value') };
    }
    ids.add(id);
  }
}

/** The ports by host name as rules look them up, and what is no host name. */
function readHosts(
  written: Readonly<Record<string, number>>,
  { place }: YamlContent
): { readonly ports: Readonly<Record<string, number>>; readonly problems: readonly ConfigProblem[] } {
  const ports = Object.create(null) as Record<string, number>;
  const problems: ConfigProblem[] = [];
  for (const [key, port] of Object.entries(written)) {
    const report = (message: string): void => {
      problems.push({ message, ...place(`#/mtls/hosts/${pointerPart(key)}`, 'key') });
    };
    const host = hostOf(key);
    // What is written is not repeated: a URL may hold a password.
    if (host === undefined) report('a key of mtls.hosts is no host name; write one such as "api.example.com"');
    else if (!PLAIN_HOST.test(key)) {
      report(`a key of mtls.hosts is a URL or names a port; write the host alone: ${quote(host)}`);
    } else if (Object.hasOwn(ports, host)) report(`mtls.hosts names the host ${quote(host)} twice; keep one of them`);
    else ports[host] = port;
  }
  return { ports, problems };
}

/** A name, also one with letters beyond ASCII, an IPv4 address, or an IPv6 address in brackets. */
const PLAIN_HOST = /^(?:[\p{L}\p{M}\p{N}_.-]+|\[[\da-f:.]+\])$/iu;

/** The host of a URL, or of what follows `https://`, in the form that `readEndpoint` gives. */
function hostOf(key: string): string | undefined {
  try {
    const url = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(key) ? key : `https://${key}`);
    const host = url.hostname.toLowerCase().replace(/\.$/, '');
    return PLAIN_HOST.test(host) ? host : undefined;
  } catch {
    return undefined;
  }
}
