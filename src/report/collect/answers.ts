import type { Attestation } from '../../config/config.js';
import type { Control, Framework } from '../../controls/control.js';
import { SEVERITIES, type Finding, type NotEvaluatedItem, type SuppressedFinding } from '../../findings/finding.js';
import { countBySeverity, type ScanReport } from '../../findings/report.js';
import { titleOf } from '../../model/component.js';
import { listNames, sortedNames } from '../../model/nameList.js';
import type { Rule } from '../../rules/rule.js';
import type { Verdict } from '../document.js';
import type { ControlAnswer } from '../reportData.js';
import { architectureEvaluators } from './answers/architecture.js';
import { acceptedKey, judged, shows, type Evaluator, type Judgement, type Look } from './answers/look.js';
import { wantsOf } from './answers/wants.js';
import { zeroTrustEvaluators } from './answers/zeroTrust.js';
import { orgOfFile, type Org } from './org.js';
import { aboutOrg, asSentence, countOf, firstLines, linesOfOrgs, withPeriod } from './words.js';

/** What answers are drawn from. */
export interface AnswerSource {
  readonly look: Omit<Look, 'accepted'>;
  readonly report: ScanReport;
  readonly rules: readonly Rule[];
  readonly frameworks: readonly Framework[];
}

const EVALUATORS: Readonly<Record<string, Evaluator>> = { ...architectureEvaluators, ...zeroTrustEvaluators };

/** Only rules settle these: what they could not compare, or were not asked, stays open. */
const SETTLED_BY_RULES: ReadonlySet<string> = new Set([
  'ISA-CHECK-1',
  'ISA-CHECK-4',
  'ISA-CONCEPT-2',
  'ISA-DECISION-7',
  'ISA-GOTCHA-1',
  'ISA-GOTCHA-3',
  'ISA-OUTPUT-3',
]);

/** How things stand with each control, in the order of the frameworks. */
export function answersOf(source: AnswerSource): readonly ControlAnswer[] {
  return source.frameworks.flatMap(({ controls }) => controls.map((control) => answerTo(control, source)));
}

/**
 * A finding speaks against a control, and so does somebody who says that it is not met. What nobody speaks against is met where
 * metadata and register settle it, attested where people say so, and left to a person otherwise. What a register does not say
 * yet is left to a person as well, so that nobody is worse off for having begun one.
 */
function answerTo(control: Control, source: AnswerSource): ControlAnswer {
  const { look, report } = source;
  const answering = source.rules.filter(({ controls }) => controls.includes(control.id));
  const ids = new Set(answering.map(({ id }) => id));
  const byRules = rulesSay(answering, source);
  const weighed = <Each extends Finding>(findings: readonly Each[]): readonly Each[] =>
    findings.filter((finding) => ids.has(finding.rule) && speaksAgainst(finding));
  const accepted = weighed(report.suppressed);
  const evaluator = EVALUATORS[control.id];
  const own = evaluator
    ? evaluator({ ...look, accepted: acceptedKeys(accepted, look.orgs) })
    : judgedByRules(control, byRules);
  const isIdle = own.verdict === 'not-applicable' && control.id === ROW_OF_LOW_RISK;
  const weighty = isIdle ? [] : weighed(report.findings);
  const against = weighty.filter((finding) => !isUnwritten(finding));
  const unwritten = weighty.filter(isUnwritten);
  const said = attestationsOf(look.orgs, control.id);
  const isOpen = SETTLED_BY_RULES.has(control.id) && byRules.doubts.length > 0;
  const isUnsettled = (own.verdict === 'met' && isOpen) || (own.verdict !== 'failed' && unwritten.length > 0);
  const verdict = weigh({
    own: isUnsettled ? 'person' : own.verdict,
    isSpokenAgainst: against.length > 0,
    isAccepted: accepted.length > 0,
    said,
    isUnsaidSomewhere: silentOrgs(look.orgs, said).length > 0,
  });
  const evidence = [
    ...findingLines(against, look.orgs),
    ...unwrittenLines(unwritten),
    ...own.evidence,
    ...(evaluator || weighty.length > 0 ? [] : byRules.looked),
    ...(evaluator ? [] : byRules.idled),
    ...byRules.doubts,
    ...acceptedLines(accepted, look.orgs),
    ...linesOfOrgs(
      look.orgs,
      said.map(({ org, attestation }) => ({ org, line: attestedInWords(attestation) }))
    ),
    ...(verdict === 'person' ? silentOrgs(look.orgs, said) : []),
    ...(verdict === 'person' && control.person !== undefined ? [control.person] : []),
  ];
  return {
    control: control.id,
    verdict,
    evidence: [...new Set(evidence)],
    rules: [...ids],
    findings: against.map(({ fingerprint }) => fingerprint),
    attestation: decisive(said)?.attestation ?? null,
  };
}

/** The row of the decision table that lets go without a certificate: findings concern it where it applies to something. */
const ROW_OF_LOW_RISK = 'ISA-DECISION-2';

const acceptedKeys = (accepted: readonly SuppressedFinding[], orgs: readonly Org[]): ReadonlySet<string> =>
  new Set(
    accepted.map(({ component, location }) => acceptedKey(orgOfFile(orgs, location.path)?.root ?? '.', component))
  );

/** Inventory and guesses do not. */
const speaksAgainst = ({ severity, confidence }: Finding): boolean => severity !== 'info' && confidence !== 'low';

/** Rules whose low findings name what the register does not say: with no register at all they would be silent. */
const ABOUT_THE_UNWRITTEN: ReadonlySet<string> = new Set([
  'certificate-owner-missing',
  'integration-owner-missing',
  'integration-unregistered',
  // Its medium findings hold the register against the licence of the org.
  'private-connect-not-evaluated',
]);

/** Whether nobody has written something down yet. Where the team rates that higher than low, it means it to weigh. */
const isUnwritten = ({ rule, severity }: Finding): boolean => severity === 'low' && ABOUT_THE_UNWRITTEN.has(rule);

interface Said {
  readonly org: Org;
  readonly attestation: Attestation;
}

function attestationsOf(orgs: readonly Org[], control: string): readonly Said[] {
  return orgs.flatMap((org) =>
    org.config.attestations.filter((one) => one.control === control).map((attestation) => ({ org, attestation }))
  );
}

/** The attestation that decides where orgs differ. */
const decisive = (said: readonly Said[]): Said | undefined =>
  (['not-met', 'met', 'not-applicable'] as const)
    .map((status) => said.find(({ attestation }) => attestation.status === status))
    .find((found) => found !== undefined);

function weigh({
  own,
  isSpokenAgainst,
  isAccepted,
  said,
  isUnsaidSomewhere,
}: {
  readonly own: Verdict;
  readonly isSpokenAgainst: boolean;
  readonly isAccepted: boolean;
  readonly said: readonly Said[];
  readonly isUnsaidSomewhere: boolean;
}): Verdict {
  const status = decisive(said)?.attestation.status;
  if (isSpokenAgainst || own === 'failed' || status === 'not-met') return 'failed';
  if (status !== undefined && !isUnsaidSomewhere) {
    if (status === 'not-applicable') return 'not-applicable';
    return own === 'met' && !isAccepted ? 'met' : 'attested';
  }
  return own === 'met' && isAccepted ? 'attested' : own;
}

/** Where some orgs have an attestation and others have none, an answer about all of them lacks the others. */
function silentOrgs(orgs: readonly Org[], said: readonly Said[]): readonly string[] {
  if (said.length === 0) return [];
  const silent = orgs.filter((org) => !said.some((one) => one.org === org));
  return linesOfOrgs(
    orgs,
    silent.map((org) => ({ org, line: 'Nobody has said how it stands.' }))
  );
}

const STATUSES: Readonly<Record<Attestation['status'], string>> = {
  met: 'met',
  'not-met': 'not met',
  'not-applicable': 'not applicable',
};

const attestedInWords = ({ status, by, on, evidence }: Attestation): string =>
  withPeriod(`${by} said on ${on} that it is ${STATUSES[status]}: ${evidence}`);

// What the rules have to say

interface ByRules {
  /** What they looked at; empty where no rule answers. */
  readonly looked: readonly string[];
  readonly hasLooked: boolean;
  /** Which of them had nothing to look at, and why. */
  readonly idled: readonly string[];
  /** Whether one of them would have more to say if somebody had written it down. */
  readonly lacksRegister: boolean;
  /** What they could not judge, and who did not run. */
  readonly doubts: readonly string[];
}

function rulesSay(answering: readonly Rule[], { look, report }: AnswerSource): ByRules {
  if (answering.length === 0) return { looked: [], hasLooked: false, idled: [], lacksRegister: false, doubts: [] };
  const ids = new Set(answering.map(({ id }) => id));
  const able = answering.filter(({ id }) => look.orgs.some((org) => wantsOf(id, org) === undefined));
  const wants = look.orgs.flatMap((org) =>
    answering.flatMap((rule) => {
      const want = wantsOf(rule.id, org);
      // What one org has none of says little where another one has it.
      return want && (want.isRegister || !able.includes(rule)) ? [{ org, id: rule.id, want }] : [];
    })
  );
  const types = new Set<string>(able.flatMap(({ looksAt }) => looksAt));
  const counted = Object.entries(report.components).filter(([type]) => types.has(type));
  const open = report.notEvaluated.filter(({ rules }) => rules.some((id) => ids.has(id)));
  const idle = look.orgs.flatMap((org) =>
    answering
      .filter(({ id, looksAcrossOrgs }) => {
        // Rules about how orgs connect have nothing to say of a single one.
        const hasRun = report.rules.includes(id) || (looksAcrossOrgs && look.orgs.length === 1);
        return org.config.rules[id]?.severity === 'off' || !hasRun;
      })
      .map(({ id }) => ({ org, line: `The rule ${id} was not run.` }))
  );
  const things = listNames(
    counted.map(([type, count]) => `${count} ${type}`),
    'types'
  );
  return {
    looked: [
      counted.length === 0
        ? `${countOf(answering.length, 'rule')} found nothing to look at.`
        : `${countOf(able.length, 'rule')} looked at what is there (${things}) and found nothing against it${butQuietly(report.findings.filter(({ rule }) => ids.has(rule)))}.`,
    ],
    hasLooked: counted.length > 0,
    idled: linesOfOrgs(
      look.orgs,
      wants.map(({ org, want }) => {
        const silent = wants.filter((one) => one.org === org && one.want.reason === want.reason).map(({ id }) => id);
        const rulesInWords = `The ${silent.length === 1 ? 'rule' : 'rules'} ${listNames(silent, 'rules')}`;
        return { org, line: `${rulesInWords} had nothing to look at: ${want.reason}.` };
      })
    ),
    lacksRegister: wants.some(({ want }) => want.isRegister),
    doubts: [...openLines(open, look.orgs), ...firstLines(linesOfOrgs(look.orgs, idle))],
  };
}

function openLines(open: readonly NotEvaluatedItem[], orgs: readonly Org[]): readonly string[] {
  if (open.length === 0) return [];
  return [
    `${countOf(open.length, 'thing')} could not be judged.`,
    ...firstLines(
      open.map(({ message, location }) => inOrg(orgs, location.path, asSentence(message))),
      2
    ),
  ];
}

/** Where no evaluator knows more than the rules. */
function judgedByRules({ person }: Control, { hasLooked, lacksRegister, doubts }: ByRules): Judgement {
  if (person !== undefined || lacksRegister || doubts.length > 0) return shows();
  return judged(hasLooked ? 'met' : 'not-applicable');
}

// Findings in words

/** The findings that speak against nothing, to follow "nothing against it"; empty where there is none. */
function butQuietly(findings: readonly Finding[]): string {
  const inventory = findings.filter(({ severity }) => severity === 'info');
  const guesses = findings.filter(({ severity, confidence }) => severity !== 'info' && confidence === 'low');
  const parts = [
    ...(inventory.length === 0
      ? []
      : [
          `${countOf(inventory.length, 'finding that only informs', 'findings that only inform')} (${rulesOf(inventory)})`,
        ]),
    ...(guesses.length === 0 ? [] : [`${countOf(guesses.length, 'finding')} of low confidence (${rulesOf(guesses)})`]),
  ];
  return parts.length === 0 ? '' : ` but ${parts.join(' and ')}`;
}

const rulesOf = (findings: readonly Finding[]): string =>
  listNames(sortedNames(new Set(findings.map(({ rule }) => rule))), 'rules');

const unwrittenLines = (findings: readonly Finding[]): readonly string[] =>
  findings.length === 0
    ? []
    : [
        `${countOf(findings.length, 'finding names', 'findings name')} what is not written down yet (${rulesOf(findings)}).`,
      ];

function inOrg(orgs: readonly Org[], path: string, sentence: string): string {
  const org = orgOfFile(orgs, path);
  return org ? aboutOrg(orgs, org, sentence) : sentence;
}

/** Of many findings, which speak against many controls each, the list of findings is where to read them. */
const MOST_QUOTED = 2;

function findingLines(findings: readonly Finding[], orgs: readonly Org[]): readonly string[] {
  if (findings.length === 0) return [];
  const counts = countBySeverity(findings);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`
  );
  return [
    `${countOf(findings.length, 'finding speaks', 'findings speak')} against it: ${parts.join(', ')}.`,
    ...(findings.length > MOST_QUOTED ? [] : findings).map(({ severity, message, location }) =>
      inOrg(orgs, location.path, `${severity}: ${asSentence(message)}`)
    ),
  ];
}

const acceptedLines = (findings: readonly SuppressedFinding[], orgs: readonly Org[]): readonly string[] =>
  firstLines(
    findings.map(({ component, location, suppression: { kind, reason, owner, expires } }) => {
      const until = expires === undefined ? '' : ` until ${expires}`;
      const by = owner === undefined ? '' : ` by ${owner}`;
      const words = `${titleOf(component)}: accepted${by}${until} as ${kind.replace('-', ' ')}: ${reason}`;
      return inOrg(orgs, location.path, withPeriod(words));
    })
  );
