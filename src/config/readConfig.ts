import { memoryFileSystem, type FileSystem } from '../fileSystem.js';
import type { Rule } from '../rules/rule.js';
import { DEFAULT_CONFIG, type Config } from './config.js';
import { overlay, type ConfigFile } from './configFile.js';
import { ConfigError, quote, type ConfigProblem } from './configError.js';
import { configSchema } from './configSchema.js';
import { layersOf, type ConfigLayer, type PlacedConfigFile } from './extendConfig.js';
import { loadText } from './findConfig.js';
import { pointerPart, readYaml, type YamlContent } from './readYaml.js';
import { schemaProblems, type SchemaProblem } from './schemaProblems.js';
import { unknownNames } from './unknownNames.js';

export { ConfigError, type ConfigProblem } from './configError.js';

/** Where config files lie, and what they may name. */
export interface ConfigReaderOptions {
  readonly rules: readonly Rule[];
  /** What a config file may extend lies in it. */
  readonly fileSystem: FileSystem;
  /** How messages call a file by its path in the file system: that path, unless something else is said. */
  readonly nameOf?: (path: string) => string;
  /** Ids of `src/controls`, for whoever has loaded them: attestations of others are refused then. */
  readonly controls?: readonly string[];
}

/**
 * Gives a function that reads the text of the `sf-isa.yml` at a path of the file system, with what it extends below it and
 * the defaults below all. It reads each extended file once, and throws ConfigError.
 */
export function configReader(options: ConfigReaderOptions): (text: string, path: string) => Config {
  const read = layeredReader(options);
  return (text, path) => read(text, path).config;
}

/** A config, and what it is made of: each layer before what wins over it, the defaults below all of them left out. */
export interface LayeredConfig {
  readonly config: Config;
  readonly layers: readonly ConfigLayer[];
}

/** As `configReader`, for those who ask where a value comes from. */
export function layeredReader(options: ConfigReaderOptions): (text: string, path: string) => LayeredConfig {
  const { rules, fileSystem, nameOf = (path) => path, controls } = options;
  const known = new Map<string, PlacedConfigFile>();
  const read = (path: string): PlacedConfigFile => {
    const file = known.get(path) ?? readFile(loadText(fileSystem, path, nameOf(path)), nameOf(path), rules);
    known.set(path, file);
    return file;
  };
  return (text, path) => {
    const layers = layersOf(readFile(text, nameOf(path), rules), path, { fileSystem, nameOf, read });
    const config = layers.reduce((below, { file }) => overlay(below, file), DEFAULT_CONFIG);
    refuseCertificates(config, layers);
    refuseUnknownNames(config, layers, controls);
    return { config, layers };
  };
}

/**
 * Reads the text of a `sf-isa.yml` that extends presets at most, and fills in the defaults. `path` is for messages, `rules`
 * are the rules that the file may name. Records of the result that hold names from the file have no prototype. Throws
 * ConfigError.
 */
export const readConfig = (text: string, path: string, rules: readonly Rule[]): Config =>
  configReader({ rules, fileSystem: memoryFileSystem({}), nameOf: () => path })(text, '');

/** What one file says by itself. `name` is for messages. */
function readFile(text: string, name: string, rules: readonly Rule[]): PlacedConfigFile {
  const content = readYaml(text, name);
  const { value, place } = content;
  const problems = problemsOf(value ?? {}, rules);
  if (problems.length > 0) {
    throw new ConfigError(
      name,
      problems.map(({ message, pointer, part }) => ({ message, ...place(pointer, part) }))
    );
  }
  const file = value as ConfigFile;
  const hosts = readHosts(file.mtls?.hosts ?? {}, content);
  const contradictions = [
    ...expiryProblems(file, content),
    ...hosts.problems,
    ...repetitions('integrations', 'id', file.integrations, content),
    ...repetitions('gateways', 'id', file.gateways, content),
    ...repetitions('attestations', 'control', file.attestations, content),
  ];
  if (contradictions.length > 0) throw new ConfigError(name, contradictions);
  return { file: { ...file, mtls: { hosts: hosts.ports } }, name, place };
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

/** The two numbers may come from two files: what is wrong is told of the last file that writes one of them. */
function refuseCertificates({ org }: Config, layers: readonly ConfigLayer[]): void {
  const { limit, warnAt } = org.certificates;
  if (warnAt <= limit) return;
  const writes = (key: 'limit' | 'warnAt', { file }: ConfigLayer): boolean =>
    file.org?.certificates?.[key] !== undefined;
  const latest = [...layers].reverse();
  const last = latest.find((layer) => writes('limit', layer) || writes('warnAt', layer))!;
  const isHere = writes('warnAt', last);
  const source = latest.find((layer) => writes('warnAt', layer));
  const origin = isHere ? '' : source ? ` in ${source.name!}` : ' by default';
  throw new ConfigError(last.name!, [
    {
      message: `org.certificates.warnAt is ${warnAt}${origin}, more than the limit of ${limit}; write ${limit} or less`,
      ...last.place!(`#/org/certificates/${isHere ? 'warnAt' : 'limit'}`, 'value'),
    },
  ]);
}

/** The entry that a name stands for may be in another file: what is wrong is told of the file that writes the name. */
function refuseUnknownNames(config: Config, layers: readonly ConfigLayer[], controls?: readonly string[]): void {
  for (const { file, name, place } of layers) {
    const problems = unknownNames(file, config, controls);
    if (problems.length === 0) continue;
    throw new ConfigError(
      name!,
      problems.map(({ message, pointer }) => ({ message, ...place!(pointer, 'value') }))
    );
  }
}

function* expiryProblems({ expiry }: ConfigFile, { place }: YamlContent): Iterable<ConfigProblem> {
  if (!expiry?.warnDays) return;
  const [low, medium, high] = expiry.warnDays;
  if (low > medium && medium > high) return;
  yield {
    message: `expiry.warnDays must name the largest number first, such as [90, 60, 30], not [${expiry.warnDays.join(', ')}]`,
    ...place('#/expiry/warnDays', 'value'),
  };
}

/** What an entry is called by stands in its list once. */
function* repetitions<Key extends string>(
  list: string,
  key: Key,
  entries: ReadonlyArray<Readonly<Record<Key, string>>> = [],
  { place }: YamlContent
): Iterable<ConfigProblem> {
  const known = new Set<string>();
  for (const [index, { [key]: name }] of entries.entries()) {
    if (known.has(name)) {
      const remedy = key === 'id' ? `give each ${list.slice(0, -1)} its own` : 'keep one of them';
      const message = `${list} names the ${key} ${quote(name)} twice; ${remedy}`;
      yield { message, ...place(`#/${list}/${index}/${key}`, 'value') };
    }
    known.add(name);
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
