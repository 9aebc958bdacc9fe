import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { parse } from 'yaml';
import { configSchema } from '../../src/config/configSchema.js';
import { rules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { COMPLETE, REFUSED, RULES } from './samples.js';

function compile(known: readonly Rule[]): ValidateFunction {
  const ajv = new Ajv({ strict: true, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(configSchema(known));
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

function* propertiesOf(schema: Schema, path = ''): Iterable<readonly [path: string, schema: Schema]> {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield [`${path}/${name}`, property];
    yield* propertiesOf(property, `${path}/${name}`);
    for (const choice of property.anyOf ?? []) yield* propertiesOf(choice, `${path}/${name}`);
  }
}

describe('configSchema', () => {
  it('is a strict schema, with and without rules, that can be written as JSON', () => {
    for (const known of [RULES, rules, []]) {
      expect(compile(known)({ version: 1 })).to.equal(true);
      const schema = configSchema(known);
      expect(JSON.parse(JSON.stringify(schema))).to.deep.equal(schema);
    }
    expect(configSchema(rules)).to.include({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'sf-isa/schemas/config.json',
    });
  });

  it('describes every key', () => {
    const paths = [...propertiesOf(configSchema(RULES) as Schema)].map(([path, { description }]) => {
      expect(description, path).to.match(/^[^ ].*\.$/);
      return path;
    });
    expect(paths).to.include.members([
      '/version',
      '/rules/certificate-name-convention/options/pattern',
      '/org/certificates/warnAt',
      '/mtls/hosts',
      '/expiry/warnDays',
      '/sync/allow',
    ]);
  });

  it('says of an option what its rule says', () => {
    const properties = [...propertiesOf(configSchema(RULES) as Schema)];
    expect(properties.find(([path]) => path === '/rules/certificate-name-convention/options/days')?.[1]).to.deep.equal({
      description: 'Days.',
      type: 'integer',
      minimum: 0,
      maximum: 9,
      default: 3,
    });
  });

  it('accepts and refuses what readConfig does', () => {
    const validate = compile(RULES);
    expect(validate(parse(COMPLETE)), JSON.stringify(validate.errors)).to.equal(true);
    for (const [text] of REFUSED) expect(validate(parse(text) ?? {}), text).to.equal(false);
  });
});
