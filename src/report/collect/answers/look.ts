import type { EndpointRow } from '../../../inventory/endpoints.js';
import type { Verdict } from '../../document.js';
import type { ReportData, ReportedIntegration } from '../../reportData.js';
import { isCallout, isSystemWayIn, isWayIn } from '../chain.js';
import type { Org } from '../org.js';
import { firstLines, linesOfOrgs } from '../words.js';
import type { InboundIntegration, IntegrationRow, OutboundIntegration } from '../../../inventory/integrations.js';
import { keyOf } from '../../../inventory/projectFacts.js';
import type { ComponentRef } from '../../../model/component.js';

/** What an answer may look at: all parts of the report that are there before it. */
export interface Look {
  readonly orgs: readonly Org[];
  readonly data: Pick<
    ReportData,
    'access' | 'apps' | 'certificates' | 'gatewayAdvice' | 'gateways' | 'ipRanges' | 'principals'
  > & {
    readonly integrations: readonly ReportedIntegration[];
    readonly endpoints: readonly EndpointRow[];
  };
  /** What the team has accepted findings of that would speak against the control: `acceptedKey` of each. */
  readonly accepted: ReadonlySet<string>;
}

/** The key of a component in `accepted`; `root` is that of its org. */
export const acceptedKey = (root: string, component: ComponentRef): string => `${root} ${keyOf(component)}`;

/** Whether the team lives with what is wrong with an integration, so that people answer for it. */
const isAccepted = ({ accepted }: Look, row: IntegrationRow): boolean =>
  row.direction !== 'unknown' && accepted.has(acceptedKey(row.project, row.component));

/** How a control stands by metadata and register, before findings and attestations are weighed. */
export interface Judgement {
  readonly verdict: Verdict;
  /** A sentence each. */
  readonly evidence: readonly string[];
}

/** Judges one control for all orgs. */
export type Evaluator = (look: Look) => Judgement;

/** From the one that decides: what failed in one org has failed. */
const ORDER: readonly Verdict[] = ['failed', 'person', 'attested', 'met', 'not-applicable'];

export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'not-applicable';

/** The judgements together: all evidence, and the worst verdict. */
export const together = (judgements: readonly Judgement[]): Judgement => ({
  verdict: worstOf(judgements.map(({ verdict }) => verdict)),
  evidence: judgements.flatMap(({ evidence }) => evidence),
});

/** Judges each org for itself; with several orgs a line that is not about all of them names its own. */
export const forEachOrg =
  (judge: (org: Org, look: Look) => Judgement): Evaluator =>
  (look) => {
    const judgements = look.orgs.map((org) => ({ org, ...judge(org, look) }));
    const verdict = worstOf(judgements.map((one) => one.verdict));
    // What decides comes first; what does not concern an org is said where it concerns none.
    const telling = judgements
      .filter((one) => one.verdict !== 'not-applicable' || verdict === 'not-applicable')
      .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
    const lines = linesOfOrgs(
      look.orgs,
      telling.flatMap(({ org, evidence }) => evidence.map((line) => ({ org, line })))
    );
    return { verdict, evidence: firstLines(lines, MOST_LINES_OF_ORGS) };
  };

/** Of all orgs together. */
const MOST_LINES_OF_ORGS = 12;

/** What metadata shows of something that only people can answer in full. */
export const shows = (...evidence: readonly string[]): Judgement => ({ verdict: 'person', evidence });

export const judged = (verdict: Verdict, ...evidence: readonly string[]): Judgement => ({ verdict, evidence });

/** One of several things that a control asks of each: a line says how it stands. */
export interface Item {
  readonly verdict: Verdict;
  readonly line: string;
}

/** The worst verdict of some things, the worst lines first; `empty` where there is none of them. */
export function eachOf(items: readonly Item[], summary: (met: number) => string, empty: Judgement): Judgement {
  if (items.length === 0) return empty;
  const verdict = worstOf(items.map((item) => item.verdict));
  const good = items.filter((item) => item.verdict === 'met' || item.verdict === 'attested').length;
  const wanting = ORDER.slice(0, 3).flatMap((one) =>
    items.filter((item) => item.verdict === one).map(({ line }) => line)
  );
  return { verdict, evidence: [summary(good), ...firstLines([...new Set(wanting)])] };
}

/** An item of an integration: what the team has accepted has not failed. */
export const itemOf = (look: Look, row: IntegrationRow, item: Item): Item =>
  item.verdict === 'failed' && isAccepted(look, row) ? { ...item, verdict: 'attested' } : item;

export const rowsOf = ({ data }: Look, org: Org): readonly ReportedIntegration[] =>
  data.integrations.filter(({ project }) => project === org.root);

export const waysInOf = (look: Look, org: Org): ReadonlyArray<InboundIntegration & ReportedIntegration> =>
  rowsOf(look, org).filter((row): row is InboundIntegration & ReportedIntegration => isWayIn(row));

/** Those of them that are for machines, which can present a certificate. */
export const systemsInOf = (look: Look, org: Org): ReadonlyArray<InboundIntegration & ReportedIntegration> =>
  waysInOf(look, org).filter((row) => isSystemWayIn(row, org));

export const calloutsOf = (look: Look, org: Org): ReadonlyArray<OutboundIntegration & ReportedIntegration> =>
  rowsOf(look, org).filter((row): row is OutboundIntegration & ReportedIntegration => isCallout(row));
