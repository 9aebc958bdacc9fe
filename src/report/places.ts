/** The sections of the report and the headings below them, by their anchors. */
export const TITLES = {
  summary: 'Summary',
  'summary-findings': 'What is worst',
  'summary-person': 'What needs a person',
  scope: 'Scope',
  'scope-register': 'The register of integrations',
  topology: 'Topology',
  integrations: 'Integrations and authentication decisions',
  'integrations-decisions': 'Decisions',
  'integrations-inventory': 'Inventory of integrations',
  certificates: 'Certificate strategy',
  'certificates-inventory': 'Inventory of certificates',
  'certificates-time-line': 'Time line',
  'certificates-rotation': 'Rotation plan',
  'certificates-headroom': 'Headroom',
  'certificates-consolidation': 'Consolidation',
  'certificates-key-separation': 'Separation of signing and client keys',
  'certificates-naming': 'Names of certificates',
  'ip-allow-listing': 'IP allow-listing',
  'ip-allow-listing-lists': 'Lists that were found',
  'ip-allow-listing-migration': 'What has to move with Hyperforce',
  gateway: 'Gateways',
  'gateway-register': 'Gateways of the register',
  'gateway-controls': 'Who sees to what',
  'gateway-savings': 'What a gateway would save',
  'gateway-bypasses': 'Past the gateway',
  'private-connect': 'Private Connect',
  'least-privilege': 'Least privilege of sync identities',
  'least-privilege-matrix': 'Objects and fields',
  'least-privilege-fields': 'Classified fields',
  layers: 'The five layers',
  patterns: 'Zero-trust patterns',
  checklists: 'Review checklists',
  'checklists-architecture': 'Integration security architecture',
  'checklists-zero-trust': 'Zero trust between orgs',
  findings: 'Findings',
  'accepted-risks': 'Accepted risks',
  'evidence-map': 'Evidence for controls',
  'evidence-map-outputs': 'Artifacts of the guide',
  limits: 'Limits',
  'limits-not-evaluated': 'Not evaluated',
  'sign-off': 'Sign-off',
} as const;

export type PlaceId = keyof typeof TITLES;

/** Something that the documents ask for, and where the report has it. */
export interface Place {
  /** A control, or a part of the design document in words. */
  readonly asked: string;
  /** The section or heading that answers it. */
  readonly place: PlaceId;
  /** The section or heading that the answer rests on. */
  readonly restsOn: PlaceId;
}

const of = (asked: string, place: PlaceId, restsOn: PlaceId = place): Place => ({ asked, place, restsOn });
const numbered = (prefix: string, place: PlaceId, restsOn: readonly PlaceId[]): readonly Place[] =>
  restsOn.map((id, index) => of(`${prefix}-${index + 1}`, place, id));

/** The five artifacts that the guide to integration security asks for. */
export const OUTPUT_PLACES: readonly Place[] = [
  of('ISA-OUTPUT-1', 'integrations-decisions', 'integrations-inventory'),
  of('ISA-OUTPUT-2', 'certificates', 'certificates-inventory'),
  of('ISA-OUTPUT-3', 'ip-allow-listing', 'ip-allow-listing-lists'),
  of('ISA-OUTPUT-4', 'gateway', 'gateway-controls'),
  of('ISA-OUTPUT-5', 'sign-off', 'scope'),
];

/** The parts of the design document that the guide wants filled in. */
export const TEMPLATE_PLACES: readonly Place[] = [
  of('Scope', 'scope'),
  of('Inventory of integrations', 'integrations-inventory'),
  of('Decision for each integration', 'integrations-decisions', 'integrations-inventory'),
  of('Assessment of IP lists', 'ip-allow-listing', 'ip-allow-listing-lists'),
  of('Inventory of certificates', 'certificates-inventory'),
  of('Rotation of certificates', 'certificates-rotation', 'certificates-inventory'),
  of('Separation of keys', 'certificates-key-separation', 'certificates-inventory'),
  of('Placement of gateways', 'gateway', 'topology'),
  of('Private Connect', 'private-connect', 'integrations-inventory'),
  of('Controls', 'checklists', 'evidence-map'),
  of('Risks', 'accepted-risks', 'findings'),
  of('Sign-off', 'sign-off'),
];

/** The boxes of the review checklist of the guide. */
export const ARCHITECTURE_CHECK_PLACES: readonly Place[] = numbered('ISA-CHECK', 'checklists-architecture', [
  'ip-allow-listing',
  'certificates-headroom',
  'integrations-inventory',
  'certificates-key-separation',
  'integrations-inventory',
  'certificates-inventory',
  'private-connect',
  'gateway',
]);

/** The zero-trust patterns. */
export const PATTERN_PLACES: readonly Place[] = numbered('ZT-PATTERN', 'patterns', [
  'integrations-inventory',
  'least-privilege',
  'least-privilege-fields',
  'certificates-rotation',
  'layers',
  'ip-allow-listing-lists',
  'least-privilege',
]);

/** The boxes of the zero-trust checklist. */
export const ZERO_TRUST_CHECK_PLACES: readonly Place[] = numbered('ZT-CHECK', 'checklists-zero-trust', [
  'integrations-inventory',
  'least-privilege',
  'least-privilege-fields',
  'layers',
  'integrations-inventory',
  'least-privilege-fields',
  'layers',
  'layers',
  'layers',
  'certificates-rotation',
  'findings',
  'certificates-rotation',
  'least-privilege',
  'ip-allow-listing-lists',
  'layers',
  'layers',
  'layers',
  'layers',
  'layers',
  'layers',
  'layers',
  'layers',
]);

/** Where the report has what both documents ask for. */
export const PLACES: readonly Place[] = [
  ...OUTPUT_PLACES,
  ...TEMPLATE_PLACES,
  ...ARCHITECTURE_CHECK_PLACES,
  ...ZERO_TRUST_CHECK_PLACES,
  ...PATTERN_PLACES,
];
