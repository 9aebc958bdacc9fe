import { frameworks } from '../../controls/index.js';
import type { Control } from '../../controls/control.js';
import { grouped } from '../../inventory/projectFacts.js';
import { plural } from '../../reporters/wording.js';
import type { Checklist, Inline, Text } from '../document.js';
import { TITLES, type Place } from '../places.js';
import type { ControlAnswer, ReportData } from '../reportData.js';
import { code, joined, linkTo, piecesOf, someOf, withCode } from './texts.js';

/** A control with how things stand with it. */
export interface AnsweredControl {
  readonly control: Control;
  readonly answer: ControlAnswer;
}

const CONTROLS: ReadonlyMap<string, Control> = new Map(
  frameworks.flatMap(({ controls }) => controls.map((control) => [control.id, control]))
);

/** The controls of the data that `isMeant` picks, in its order. */
export const answered = ({ answers }: ReportData, isMeant: (control: string) => boolean): readonly AnsweredControl[] =>
  answers.flatMap((answer) => {
    const control = CONTROLS.get(answer.control);
    return control && isMeant(control.id) ? [{ control, answer }] : [];
  });

/** How many rules are named beside a control. */
const MOST_RULES = 3;

/** So few findings are quoted by the answer itself. */
const MOST_QUOTED = 2;

/** Lines after these are not read; the JSON has them. */
const MOST_LINES = 10;

/** What an answer rests on, in few lines: what the data say of it, and which rules have how many findings against it. */
export function restsOn({ findings }: ReportData, { answer }: AnsweredControl, most = MOST_LINES): readonly Text[] {
  const [first, ...others] = answer.evidence;
  const rules = rulesOf(findings, answer);
  const lines: readonly Text[] =
    first === undefined || rules.length === 0
      ? answer.evidence
      : [[first, ' They are of ', ...piecesOf(someOf(rules, MOST_RULES)), '.'], ...others];
  return lines.length <= most + 1
    ? lines
    : [...lines.slice(0, most), `The JSON of the report has ${plural(lines.length - most, 'more line')}.`];
}

/** The rules whose findings speak against a control, those with the most first: `secret-in-metadata (3)`. */
function rulesOf(findings: ReportData['findings'], answer: ControlAnswer): readonly Text[] {
  if (answer.findings.length <= MOST_QUOTED) return [];
  const meant = new Set(answer.findings);
  const groups = [
    ...grouped(
      findings.filter(({ fingerprint }) => meant.has(fingerprint)),
      ({ rule }) => rule
    ),
  ];
  return groups.sort((a, b) => b[1].length - a[1].length).map(([rule, { length }]) => [code(rule), ` (${length})`]);
}

/** What an answer rests on, with what to read beside it, where an answer can be written, and where the report shows more. */
const evidenceOf = (data: ReportData, one: AnsweredControl, place: Place): readonly Text[] => {
  const { note, config = [] } = one.control;
  return [
    ...restsOn(data, one),
    ...(note === undefined ? [] : [['Note: ', ...piecesOf(withCode(note))]]),
    ...(one.answer.verdict === 'person' && config.length > 0
      ? [['In sf-isa.yml: ', ...piecesOf(joined(config.map((key) => [code(key)])))]]
      : []),
    ...(place.restsOn === place.place ? [] : [['See ', linkTo(place.restsOn, TITLES[place.restsOn])]]),
  ];
};

/** The controls of some places as a checklist, each with its verdict and what that rests on. */
export function checklistOf(data: ReportData, places: readonly Place[]): Checklist {
  const byControl = new Map(places.map((place) => [place.asked, place]));
  return {
    kind: 'checklist',
    items: answered(data, (id) => byControl.has(id)).map((one) => ({
      verdict: one.answer.verdict,
      text: titleOfControl(one.control),
      evidence: evidenceOf(data, one, byControl.get(one.control.id)!),
    })),
  };
}

/** `ZT-CHECK-7 Encrypted backups`. */
export const titleOfControl = ({ id, title }: Control): readonly Inline[] => [code(id), ` ${title}`];
