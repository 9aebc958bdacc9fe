import type { ReportDocument, Section } from './document.js';
import type { ReportData } from './reportData.js';
import { certificates } from './sections/certificates.js';
import { checklists } from './sections/checklists.js';
import { evidenceMap } from './sections/evidenceMap.js';
import { acceptedRisks, findings } from './sections/findings.js';
import { gateway } from './sections/gateway.js';
import { integrations } from './sections/integrations.js';
import { ipAllowListing } from './sections/ipAllowListing.js';
import { layers } from './sections/layers.js';
import { leastPrivilege } from './sections/leastPrivilege.js';
import { limits } from './sections/limits.js';
import { patterns } from './sections/patterns.js';
import { privateConnect } from './sections/privateConnect.js';
import { scope } from './sections/scope.js';
import { signOff } from './sections/signOff.js';
import { summary } from './sections/summary.js';
import { instantOf } from './sections/texts.js';
import { topology } from './sections/topology.js';

/** The sections in the order that they are read in. */
const SECTIONS: ReadonlyArray<(data: ReportData) => Section> = [
  summary,
  scope,
  topology,
  integrations,
  certificates,
  ipAllowListing,
  gateway,
  privateConnect,
  leastPrivilege,
  layers,
  patterns,
  checklists,
  findings,
  acceptedRisks,
  evidenceMap,
  limits,
  signOff,
];

/** The report as a document: the same data gives the same document. Dates are absolute, as of `data.now`. */
export const layOutReport = (data: ReportData): ReportDocument => ({
  title: 'Integration security report',
  subtitle:
    'How the integrations of these orgs authenticate, what they may do, how their certificates are kept, and how that compares with the architecture that was asked for.',
  now: data.now,
  facts: [
    { name: 'Judged at', value: instantOf(data.now) },
    { name: data.orgs.length === 1 ? 'Org' : 'Orgs', value: data.orgs.map(({ name }) => name).join(', ') || 'none' },
    { name: 'Made by', value: `${data.tool.name} ${data.tool.version}` },
  ],
  sections: SECTIONS.map((layOut) => layOut(data)),
});
