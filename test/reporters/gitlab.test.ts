import { Ajv } from 'ajv';
import { expect } from 'chai';
import { gitlab } from '../../src/reporters/gitlab.js';
import { aReport } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { expectSound, FULL, HOSTILE, inCi, manyReports } from './ciSamples.js';

/** What https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format asks for. */
const CODE_QUALITY = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        additionalProperties: false,
        properties: {
          // Relative to the repository, without `./`.
          path: { type: 'string', pattern: '^(?!\\.?/|\\.\\./)' },
          lines: {
            type: 'object',
            required: ['begin'],
            additionalProperties: false,
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
};
const validate = new Ajv({ strict: true, allErrors: true }).compile(CODE_QUALITY);

interface Issue {
  readonly severity: string;
  readonly fingerprint: string;
}

describe('gitlab', () => {
  it('has an issue for each finding', () => {
    expectSnapshot('gitlab', gitlab(FULL, inCi()));
  });

  it('is an empty list for none', () => {
    expect(gitlab(aReport(), inCi())).to.equal('[]\n');
  });

  it('is sound', () => expectSound(gitlab, expect));

  it('fits what GitLab documents', () => {
    for (const report of manyReports(100)) {
      const issues: unknown = JSON.parse(gitlab(report, inCi()));
      expect(validate(issues), JSON.stringify(validate.errors, undefined, 2)).to.equal(true);
      expect(issues).to.have.length(report.findings.length);
    }
  });

  it('uses each severity of GitLab for one of ours, and no fingerprint twice', () => {
    const severities = (JSON.parse(gitlab(FULL, inCi())) as readonly Issue[]).map(({ severity }) => severity);
    expect(severities).to.deep.equal(['blocker', 'critical', 'major', 'minor', 'info']);
    const prints = (JSON.parse(gitlab(HOSTILE, inCi())) as readonly Issue[]).map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).to.equal(HOSTILE.findings.length);
  });
});
