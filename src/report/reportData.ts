import type { Attestation, Config, Gateway, Infrastructure } from '../config/config.js';
import type { AcceptedReason, Confidence, Severity, SourceRange } from '../findings/finding.js';
import type { AppRow } from '../inventory/inventory.js';
import type { CertificateRow } from '../inventory/certificates.js';
import type { EndpointRow } from '../inventory/endpoints.js';
import type { IntegrationRow } from '../inventory/integrations.js';
import type { PrincipalRow } from '../inventory/principals.js';
import type { ComponentRef } from '../model/component.js';
import type { Verdict } from './document.js';

/**
 * All that a report says, as plain data: what `sf isa report --format json` prints, what two reports are compared by, and what
 * `sf isa merge` joins. The same files give the same data, whatever their order; nothing in it is a secret.
 */
export interface ReportData {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: 'sf-isa'; readonly version: string };
  /** The instant that all of it was judged at, ISO 8601. */
  readonly now: string;
  readonly orgs: readonly ReportedOrg[];
  readonly integrations: readonly ReportedIntegration[];
  readonly certificates: readonly CertificateRow[];
  readonly endpoints: readonly EndpointRow[];
  readonly apps: readonly AppRow[];
  readonly principals: readonly PrincipalRow[];
  readonly access: readonly FieldAccess[];
  readonly ipRanges: readonly ReportedIpRange[];
  readonly gateways: readonly ReportedGateway[];
  readonly gatewayAdvice: GatewayAdvice;
  /** The answer to each control of both guides and of the benchmarks, in the order of docs/coverage.md. */
  readonly answers: readonly ControlAnswer[];
  readonly findings: readonly ReportedFinding[];
  readonly accepted: readonly AcceptedFinding[];
  /** What no rule could judge. */
  readonly notEvaluated: ReadonlyArray<{
    readonly component: ComponentRef;
    readonly message: string;
    readonly path: string;
  }>;
}

/** One org: a Salesforce DX project and what its `sf-isa.yml` says of the org. */
export interface ReportedOrg {
  /** Folder of the project, relative to the scanned root; `.` for the root itself. Rows of all kinds name it. */
  readonly project: string;
  /** `org.name` of its config, or the name that `--project` gives it, or that of its definition or folder. */
  readonly name: string;
  /** The host of its My Domain, by config or settings; null where neither is sure of it. */
  readonly myDomain: string | null;
  readonly infrastructure: Infrastructure;
  readonly privateConnect: Config['org']['privateConnect'];
  readonly certificates: {
    /** As Setup shows it; null when nobody has written it down. */
    readonly inUse: number | null;
    /** How many the project holds. */
    readonly tracked: number;
    readonly planned: ReadonlyArray<{
      readonly name: string;
      readonly integration: string | null;
      readonly by: string | null;
    }>;
    readonly limit: number;
    readonly warnAt: number;
  };
  readonly hasRegister: boolean;
  /** `expiry.warnDays`: days before the end of a certificate that its rotation is due by steps. */
  readonly warnDays: readonly [number, number, number];
}

/** An integration, and what the decision table of the guide says to it. */
export type ReportedIntegration = IntegrationRow & { readonly decision: Decision };

/** What the decision table recommends for an integration, and how far it is from that. */
export interface Decision {
  /** The rows of the table that apply: ids such as `ISA-DECISION-4`, the one that decides first. */
  readonly controls: readonly string[];
  /** The pattern to follow, in a sentence: `Mutual TLS on port 8443 and OAuth 2.0 JWT Bearer`. */
  readonly recommended: string;
  /** Why that row of the table applies, in a sentence. */
  readonly reason: string;
  readonly verdict: Verdict;
  /** What is missing, or what is not known, a sentence each; empty when it is met. */
  readonly gaps: readonly string[];
  readonly privateConnect: {
    /** As the register says it; null when nobody has decided. */
    readonly disposition: 'not-applicable' | 'recommended' | 'used' | null;
    readonly reason: string;
    /** Whether its data or the register ask for a decision. */
    readonly isDue: boolean;
  };
  /** The gateway that it goes through, by register or host; null for none. */
  readonly gateway: string | null;
  /** Whether a firewall lets it in by the addresses of Salesforce; null when nobody has said. */
  readonly ipAllowlist: boolean | null;
}

/** What a sync identity may do with one field, or with an object where `field` is empty. */
export interface FieldAccess {
  readonly project: string;
  /** The permission set, group or profile. */
  readonly identity: ComponentRef;
  /** `*` for every object: of View All Data and the like. */
  readonly object: string;
  /** `*` for every field, those too that do not exist yet: View All Fields. */
  readonly field: string;
  /** Of an object some of `CRUD`, of a field `R` or `RU`. */
  readonly access: string;
  /** Of an object: whether it reaches all records, past sharing. */
  readonly allRecords: 'modify' | 'view' | null;
  /** Of a field: how it is classified (`securityClassification` or `complianceGroup`); null where the project does not say. */
  readonly classification: string | null;
  /** Of a field: whether Shield or Classic encryption keeps it; null where the project does not hold the field. */
  readonly isEncrypted: boolean | null;
}

/** A list of addresses that somebody may come from, or is spared a check from. */
export interface ReportedIpRange {
  readonly project: string;
  readonly component: ComponentRef;
  /** What it does: `login IP ranges`, `trusted IP ranges of the org`, `trusted IP ranges of an app`, `token IP ranges`. */
  readonly kind: string;
  /** Whether it keeps out who comes from elsewhere; trusted ranges do not. */
  readonly blocks: boolean;
  readonly ranges: readonly string[];
  /** How many addresses it covers in words; undefined ranges say why. */
  readonly size: string;
  /** Whether addresses of Salesforce itself are among them, which change on Hyperforce. */
  readonly hasSalesforceAddresses: boolean;
}

/** A gateway of the register, with what goes through it and what goes past it. */
export interface ReportedGateway extends Gateway {
  /** Of the org whose register names it. */
  readonly project: string;
  /** Ids of the integrations that go through it. */
  readonly integrations: readonly string[];
  /** Ids of the integrations that are meant to and do not. */
  readonly bypassedBy: readonly string[];
}

/** Whether a gateway would pay, counted. */
export interface GatewayAdvice {
  /** Distinct hosts of third parties that are called without a gateway. */
  readonly directHosts: readonly string[];
  /** Certificates, apps and Named Credentials that serve such direct integrations, and what a gateway would leave of them. */
  readonly certificates: { readonly now: number; readonly behindGateway: number };
  readonly apps: { readonly now: number; readonly behindGateway: number };
  readonly verdict: 'consolidate' | 'direct' | 'gateway-in-place';
  /** Why, a sentence each. */
  readonly reasons: readonly string[];
}

/** How things stand with one control. */
export interface ControlAnswer {
  readonly control: string;
  readonly verdict: Verdict;
  /** What the verdict rests on, a sentence each: findings, counts, or what a person says. */
  readonly evidence: readonly string[];
  /** Ids of the rules that answer it. */
  readonly rules: readonly string[];
  /** Fingerprints of the findings that speak against it. */
  readonly findings: readonly string[];
  readonly attestation: Attestation | null;
}

export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly fingerprint: string;
  readonly project: string;
  readonly component: ComponentRef;
  readonly message: string;
  readonly fix: string | null;
  readonly location: SourceRange;
}

export interface AcceptedFinding extends ReportedFinding {
  readonly reason: Omit<AcceptedReason, 'location'>;
}
