import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadReporter, REPORT_FORMATS } from '../../src/reporters/index.js';
import { json, toJsonDocument, type ScanDocument } from '../../src/reporters/json.js';
import { scanResultSchema } from '../../src/reporters/scanResultSchema.js';
import { aContext, aFinding, aReport } from '../support/report.js';
import { expectSnapshot } from '../support/snapshot.js';
import { anyReport } from './arbitrary.js';
import { EVERY_FRAME, scanOfBank } from './samples.js';

const validate = new Ajv({ strict: true, allErrors: true }).compile(scanResultSchema);

function expectValid(document: unknown): void {
  expect(validate(document), JSON.stringify(validate.errors, undefined, 2)).to.equal(true);
}

describe('json', () => {
  it('has the whole report in a fixed order', () => {
    expectSnapshot('json', json(EVERY_FRAME, aContext({ exitCode: 15, maxFindings: 1, quiet: true, color: true })));
  });

  it('is the plain object, printed', () => {
    for (const report of [EVERY_FRAME, aReport(), scanOfBank('\r\n')]) {
      const document = toJsonDocument(report, aContext());
      expect(JSON.parse(json(report, aContext()))).to.deep.equal(document);
    }
  });

  it('lets nothing but the documented properties of a component through', () => {
    const component = { type: 'NamedCredential', fullName: 'Bank', password: { value: 'hunter2' } };
    const shown = json(aReport({ findings: [aFinding({ component })] }), aContext());
    expect(shown).not.to.include('hunter2');
  });

  it('says what changed in the integrations, where two states are compared', () => {
    const change = {
      project: '.',
      component: { type: 'NamedCredential', fullName: 'ERP', password: 'hunter2' },
      id: 'NamedCredential:ERP',
      name: 'ERP',
      direction: 'outbound',
      kind: 'changed',
      facts: [{ what: 'scopes', before: ['Api'], after: ['Full'] }],
    } as const;
    const since = { ref: 'main', commit: 'a'.repeat(40), isMergeBase: true, known: 1, fixed: 2 };
    const document = toJsonDocument(
      aReport({ since: { ...since, integrations: [change, { ...change, component: null }] } }),
      aContext()
    );
    expectValid(document);
    expect(document.integrationChanges![0]).to.deep.equal({
      ...change,
      component: { type: 'NamedCredential', fullName: 'ERP' },
    });
    expect(toJsonDocument(aReport({ since }), aContext())).to.not.have.property('integrationChanges');
  });

  it('names the scanned root with a dot', () => {
    const projects = [{ root: '', packageDirectories: [''], sourceApiVersion: undefined }];
    expect(toJsonDocument(aReport({ projects }), aContext()).projects).to.deep.equal([
      { root: '.', packageDirectories: ['.'] },
    ]);
  });

  it('escapes every character that a terminal acts on, and stays the same JSON', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const shown = json(report, aContext());
        expect(shown).not.to.match(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\w*\[/u);
        expect(JSON.parse(shown)).to.deep.equal(toJsonDocument(report, aContext()));
      })
    );
  });
});

describe('schemas/scan-result.json', () => {
  it('is what the code says; run npm run generate', () => {
    const written: unknown = JSON.parse(readFileSync('schemas/scan-result.json', 'utf8'));
    expect(written).to.deep.equal(scanResultSchema);
  });

  it('describes every document', () => {
    fc.assert(fc.property(anyReport, (report) => expectValid(toJsonDocument(report, aContext()))));
    for (const report of [EVERY_FRAME, aReport(), scanOfBank('\n')]) expectValid(toJsonDocument(report, aContext()));
  });

  it('refuses what is not in it', () => {
    const document: ScanDocument = toJsonDocument(EVERY_FRAME, aContext({ exitCode: 15 }));
    const [finding] = document.findings;
    const others: readonly unknown[] = [
      { ...document, extra: 1 },
      { ...document, schemaVersion: '2.0' },
      { ...document, now: 'today' },
      { ...document, summary: { ...document.summary, exitCode: 10 } },
      { ...document, summary: { ...document.summary, components: { 'No Type': 1 } } },
      ...[
        { fingerprint: '9F1C2A7D5B3E4C60' },
        { fingerprint: '9f1c2a7d5b3e4c60:1' },
        { severity: 'moderate' },
        { confidence: 'certain' },
        { location: { ...finding!.location, startLine: 0 } },
        { component: { ...finding!.component, label: 'Bank' } },
        { rule: 'a/b' },
        { fix: 'text' },
      ].map((wrong) => ({ ...document, findings: [{ ...finding, ...wrong }] })),
    ];
    for (const other of others) expect(validate(other), JSON.stringify(other)).to.equal(false);
  });

  it('allows no additional property anywhere', () => {
    const objects = [...schemasIn(scanResultSchema)].filter(({ type }) => type === 'object');
    expect(objects).to.have.length.above(8);
    for (const object of objects) expect(object).to.have.property('additionalProperties').that.does.not.equal(true);
  });
});

describe('reporters', () => {
  it('has one of its own for each format', async () => {
    const texts = await Promise.all(
      REPORT_FORMATS.map(async (format) => (await loadReporter(format))(EVERY_FRAME, aContext({ quiet: true })))
    );
    expect(new Set(texts).size).to.equal(REPORT_FORMATS.length);
  });
});

function* schemasIn(value: unknown): Iterable<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  yield value as Readonly<Record<string, unknown>>;
  for (const inner of Object.values(value)) yield* schemasIn(inner);
}
