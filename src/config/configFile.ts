import type { Confidence, Persona } from '../findings/finding.js';
import type { Attestation, Config, Gateway, Integration, RuleConfig, SyncConfig } from './config.js';

/** A `sf-isa.yml` as the schema lets it pass; what it leaves out, another file or the defaults say. */
export interface ConfigFile {
  readonly extends?: string | readonly string[];
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
  readonly gateways?: readonly Gateway[];
  readonly attestations?: readonly Attestation[];
}

/**
 * A config with what a file says laid over it. Mappings are merged key by key, of a rule the options, too; a list takes the
 * place of the whole list before it, but of integrations, gateways and attestations each stays that the file does not name.
 * Records that hold names from a file have no prototype.
 */
export const overlay = (config: Config, file: ConfigFile): Config => ({
  persona: file.persona ?? config.persona,
  failOn: file.failOn ?? config.failOn,
  minConfidence: file.minConfidence ?? config.minConfidence,
  rules: overlayRules(config.rules, file.rules ?? {}),
  org: {
    ...config.org,
    ...file.org,
    certificates: { ...config.org.certificates, ...file.org?.certificates },
  },
  mtls: { hosts: record(config.mtls.hosts, file.mtls?.hosts) },
  expiry: { ...config.expiry, ...file.expiry },
  sync: { ...config.sync, ...file.sync, allow: record(config.sync.allow, file.sync?.allow) },
  integrations: overlayEntries(config.integrations, file.integrations, ({ id }) => id),
  gateways: overlayEntries(config.gateways, file.gateways, ({ id }) => id),
  attestations: overlayEntries(config.attestations, file.attestations, ({ control }) => control),
});

function overlayRules(rules: Config['rules'], said: NonNullable<ConfigFile['rules']>): Config['rules'] {
  const result = record(rules);
  for (const [id, rule] of Object.entries(said)) {
    const earlier = result[id];
    const { severity, options } = typeof rule === 'string' ? { severity: rule } : rule;
    result[id] = {
      ...earlier,
      ...(severity !== undefined && { severity }),
      ...(options && { options: { ...earlier?.options, ...options } }),
    };
  }
  return result;
}

const overlayEntries = <Entry>(
  earlier: readonly Entry[],
  later: readonly Entry[] = [],
  keyOf: (entry: Entry) => string
): readonly Entry[] => [...new Map([...earlier, ...later].map((entry) => [keyOf(entry), entry])).values()];

const record = <Value>(...parts: ReadonlyArray<Readonly<Record<string, Value>> | undefined>): Record<string, Value> =>
  Object.assign(Object.create(null) as Record<string, Value>, ...parts) as Record<string, Value>;
