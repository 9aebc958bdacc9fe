import { SEVERITIES } from '../findings/finding.js';
import { anyText, list, object, reference, text, texts, type Schema } from '../inventory/inventorySchema.js';
import {
  ACCEPTED_FINDING,
  ATTESTATION,
  CONTROL,
  count,
  definitionsOf,
  FINDING,
  INSTANT,
  orNull,
  PROJECT,
  TOOL,
  VERDICT,
} from './reportSchema.js';

const NAMES = texts('Names of orgs.');

/** JSON Schema of `ReportChanges`; `npm run generate` writes it to `schemas/report-changes.json`. */
export const changesSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'sf-isa/schemas/report-changes.json',
  title: 'Result of sf-isa report --compare',
  description:
    'What `sf-isa report --compare --format json` prints, and what `sf isa report --compare --json` has under `result`. Rows name the projects of the later state; those of an org that is there no more, its project in the earlier one.',
  ...object({
    schemaVersion: { const: '1.0', description: 'An addition raises the minor, anything else the major.' },
    tool: TOOL,
    before: reference('state'),
    after: reference('state'),
    orgs: object({ added: NAMES, removed: NAMES }),
    verdicts: list(
      object({
        control: CONTROL,
        before: orNull({ ...VERDICT, description: 'Null where the state does not have the control.' }),
        after: orNull({ ...VERDICT, description: 'Null where the state does not have the control.' }),
        evidence: texts('What the later verdict rests on.'),
        attestation: orNull(ATTESTATION),
      }),
      'The controls that stand otherwise than before, in the order of docs/coverage.md.'
    ),
    unchanged: list(
      object({ control: CONTROL, verdict: VERDICT }),
      'The controls of both states that stand as they did, in the same order.'
    ),
    integrations: list(
      object({
        project: PROJECT,
        component: {
          oneOf: [reference('component'), { type: 'null' }],
          description: 'What opens the connection; null for an entry of the register that names nothing which does.',
        },
        id: text('Of the entry in the register; else the component, as Type:FullName.'),
        name: anyText('As the register calls it; else the full name of the component.'),
        direction: { enum: ['inbound', 'outbound', 'unknown'] },
        kind: {
          enum: ['added', 'changed', 'removed', 'replaced'],
          description:
            '`replaced`: another component opens what the register says is the same; the fact `component` has both.',
        },
        facts: reference('facts'),
      }),
      'By project and id.'
    ),
    certificates: list(reference('row'), 'By project and name.'),
    headroom: list(
      object({
        org: text('Name of the org.'),
        before: orNull(reference('headroom')),
        after: orNull(reference('headroom')),
      }),
      'Room for certificates in the orgs whose numbers differ; null where a state does not have the org.'
    ),
    gateways: list(reference('row'), 'The gateways of the registers, by project and id.'),
    access: list(
      object({
        project: PROJECT,
        identity: reference('component'),
        object: text('API name; `*` for every object.'),
        field: anyText('API name; `*` for every field; empty for the object itself.'),
        gained: texts('What it may do now and could not do before.'),
        lost: texts('What it could do before and may not do now.'),
        classification: orNull(anyText('How the field is classified; null where nobody has said.')),
      }),
      'What sync identities gained and lost.'
    ),
    findings: object({
      added: list(object(FINDING), 'Those that were not there before.'),
      removed: list(object(FINDING), 'Those that are not there any more.'),
      changed: list(
        object({ finding: object(FINDING), before: { enum: SEVERITIES } }),
        'Those whose severity is another one, with that of before.'
      ),
    }),
    accepted: object({
      added: list(object(ACCEPTED_FINDING), 'What the team accepts now and did not before.'),
      removed: list(object(ACCEPTED_FINDING), 'What the team accepted and does no more.'),
    }),
  }),
  definitions: {
    ...definitionsOf('component', 'range'),
    state: object({
      name: orNull(text('As people call it: a file, a folder, a commit; null for what is there now.')),
      now: { ...INSTANT, description: 'The instant that it was judged at, in UTC.' },
      version: text('Of the sf-isa that judged it.'),
      orgs: list(object({ name: text('Of the org.'), project: PROJECT }), 'The orgs with their projects.'),
    }),
    row: object({
      project: PROJECT,
      name: anyText('What it is called.'),
      kind: { enum: ['added', 'changed', 'removed'] },
      facts: reference('facts'),
    }),
    facts: list(
      object({
        what: text('What is said of it, such as `endpoint` or `ends`.'),
        before: texts('In words; none where it was not there.'),
        after: texts('In words; none where it is not there any more.'),
      }),
      'What differs; of what is new or gone, all that is known of it.'
    ),
    headroom: object({
      used: count('As Setup shows it, else how many the project holds.'),
      planned: count('How many a design adds.'),
      limit: count('How many the org may have.'),
      room: { type: 'integer', description: 'What is left after the planned ones; below zero where they do not fit.' },
    }),
  },
};
