import { SHORTEST_REASON, SUPPRESSION_KINDS } from './suppression.js';

/** The JSON Schema (draft-07) of `sf-isa.suppressions.yml`, as `schemas/suppressions.json` and as `readSuppressions` uses it. */
export function suppressionsSchema(ruleIds: readonly string[]): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'sf-isa/schemas/suppressions.json',
    description: 'What a team has accepted of what sf-isa finds in a Salesforce DX project, and why.',
    type: 'object',
    additionalProperties: false,
    required: ['version', 'suppressions'],
    properties: {
      version: { description: 'The version of this file format.', const: 1 },
      suppressions: {
        description: 'What is accepted, an entry each.',
        type: 'array',
        items: {
          description: 'One rule accepted on one component.',
          type: 'object',
          additionalProperties: false,
          required: ['rule', 'component', 'reason'],
          properties: {
            rule: {
              description: 'The id of the rule.',
              title: 'the id of a rule, such as "endpoint-cleartext"',
              type: 'string',
              enum: ruleIds,
            },
            component: {
              description: 'Type:FullName, where * in the name stands for any characters.',
              title: 'a metadata type and a full name, such as "NamedCredential:Acme_ERP"',
              type: 'string',
              pattern: '^[A-Za-z]+:.+$',
            },
            element: {
              description:
                'The element inside the component, keyed not counted, as JSON output names it: namedCredentialParameters[parameterType=Url]. Without it the whole component is meant.',
              type: 'string',
              minLength: 1,
            },
            kind: {
              description: 'Why it is accepted.',
              type: 'string',
              enum: SUPPRESSION_KINDS,
              default: SUPPRESSION_KINDS[0],
            },
            reason: {
              description: 'Why it is accepted, in a sentence for whoever reviews it.',
              title: `a sentence of at least ${SHORTEST_REASON} characters`,
              type: 'string',
              minLength: SHORTEST_REASON,
            },
            ticket: { description: 'Where it was decided.', type: 'string', minLength: 1 },
            owner: { description: 'Who answers for it: a team, an address.', type: 'string', minLength: 1 },
            expires: {
              description: 'The last day that it holds on; from the next day on the finding is back.',
              title: 'a day such as 2027-03-31',
              type: 'string',
              format: 'date',
            },
          },
        },
      },
    },
  };
}
