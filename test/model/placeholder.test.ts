import { matchesFile } from '@salesforce/source-deploy-retrieve/lib/src/convert/replacements.js';
import { expect } from 'chai';
import type { Field } from '../../src/model/component.js';
import { isPlaceholder } from '../../src/model/placeholder.js';
import { isReplaced } from '../../src/model/replacement.js';
import type { Replacement } from '../../src/projectDefinition.js';

const PLACEHOLDERS: readonly string[] = [
  '${BANK_URL}',
  'https://${BANK_HOST}/v1',
  '${{ secrets.BANK_URL }}',
  '{{BaseEndpoint}}',
  '{{ base.endpoint }}',
  '{{{raw}}}',
  '{HEROKUINSTANCE}',
  'https://{HEROKUINSTANCE}.partner.example',
  '{Base URL}',
  '%%%BANK_URL%%%',
  '%%BANK_URL%%',
  'a%%BANK_URL%%b',
  '__BANK_URL__',
  'https://__HOST__/v1',
  '<BANK_URL>',
  '<your certificate here>',
  '@BANK_URL@',
  '@bank.url@',
  'https://@bank.host@/v1',
  '[[BANK_URL]]',
  '#{BankUrl}#',
  '#{BankUrl}',
  '{!$Credential.${EXTERNAL_CREDENTIAL}.Password}',
];

const VALUES: readonly string[] = [
  '',
  'https://api.bank.example/v1',
  '{!$Credential.Bank.Password}',
  "{!'Bearer ' & $Credential.Bank.AccessToken}",
  '{!$CustomMetadata.ns__Bank__mdt.Main.Url__c}',
  '{!IF(LEN($Credential.Bank.Key) < 3, 1, 2)}',
  'https://api.bank.example/a%20b%20c',
  'https://api.bank.example/a%20%20b',
  '100%',
  '%%',
  'ns__Name__c',
  'Account.ns__Name__c',
  'ns__Bank_Sync__c__x',
  '_Bank_',
  '__Bank',
  '{0}',
  '{}',
  '{ }',
  '[A-Z]{3}',
  'a < b',
  '1<2',
  'a <- b -> c',
  '<>',
  'sync@bank.example',
  'a@B.example and c@D.example',
  'a@bank.example,c@bank.example',
  'https://user:pass@host@bank.example',
  'https://@bank.host@bank.example',
  '@Winter-2026@',
  '$100',
  '$Credential',
  '[[]]',
  '#1',
];

const replaced = (value: string, replacement: Partial<Replacement>, file = 'force-app/X.namedCredential'): boolean => {
  const field: Field = {
    value,
    element: 'namedCredentialParameters[parameterType=Url].parameterValue',
    at: { file, start: 0, end: 1 },
  };
  const full = { file: '**/*', stringToReplace: undefined, regexToReplace: undefined, ...replacement };
  return isReplaced(field, {
    path: 'sfdx-project.json',
    name: undefined,
    packageDirectories: [''],
    sourceApiVersion: undefined,
    replacements: [full],
    problem: undefined,
  });
};

describe('isPlaceholder', () => {
  for (const value of PLACEHOLDERS) it(`is true of ${value}`, () => expect(isPlaceholder(value)).to.equal(true));
  for (const value of VALUES)
    it(`is false of ${JSON.stringify(value)}`, () => expect(isPlaceholder(value)).to.equal(false));

  it('takes no longer for hostile text than for other text', () => {
    for (const piece of ['[[', '%', '{{', '${', '<a', '__a', '_a', '@A', '{a', '#{', '%%a']) {
      isPlaceholder(piece.repeat(100_000));
    }
  }).timeout(2000);
});

describe('isReplaced', () => {
  it('is false without a project definition', () => {
    expect(isReplaced({ value: 'x', element: '', at: { file: 'x', start: 0, end: 1 } }, undefined)).to.equal(false);
  });

  it('is true of a value that holds the string', () => {
    expect(replaced('https://dev.bank.example/v1', { stringToReplace: 'dev.bank' })).to.equal(true);
    expect(replaced('https://api.bank.example/v1', { stringToReplace: 'dev.bank' })).to.equal(false);
    expect(replaced('https://api.bank.example/v1', { stringToReplace: '' })).to.equal(false);
  });

  it('is true of a value in the midst of replaced markup', () => {
    const stringToReplace = '<parameterValue>https://dev.bank.example</parameterValue>';
    expect(replaced('https://dev.bank.example', { stringToReplace })).to.equal(true);
    expect(replaced('https://api.bank.example', { stringToReplace })).to.equal(false);
  });

  it('looks for what a regular expression spells out, and never runs it', () => {
    const reaches = (regexToReplace: string): boolean => replaced('https://dev.bank.example', { regexToReplace });
    expect(reaches('dev\\.bank\\.[a-z]+')).to.equal(true);
    expect(reaches('<parameterValue>.*</parameterValue>')).to.equal(true);
    expect(reaches('https:\\/\\/')).to.equal(true);
    expect(reaches('<apiVersion>\\d+\\.0</apiVersion>')).to.equal(false);
    expect(reaches('\\d+')).to.equal(false);
    expect(reaches('(')).to.equal(false);
    expect(reaches('(a+)+$'.repeat(1000))).to.equal(false);
  });

  describe('names the files that the CLI replaces in', () => {
    const files = [
      'force-app/main/default/namedCredentials/Bank.namedCredential-meta.xml',
      'force-app/main/default/externalCredentials/Bank.externalCredential-meta.xml',
      'force-app/Bank.namedCredential-meta.xml',
      'Bank.namedCredential-meta.xml',
    ];
    const named = [
      'force-app/main/default/namedCredentials/Bank.namedCredential-meta.xml',
      'Bank.namedCredential-meta.xml',
    ];
    const globs = [
      '**/*.xml',
      '**/*',
      'force-app/**/*.namedCredential-meta.xml',
      'force-app/main/default/**',
      'force-app/main/*/namedCredentials/*',
      '**/Ban?.*',
      '**/*.{namedCredential,externalCredential}-meta.xml',
      '**/{namedCredentials,externalCredentials}/*',
      '**/[A-C]ank.*',
      '**/@(Bank|Erp).*',
      '*.xml',
    ];
    for (const file of files) {
      for (const [kind, names] of [
        ['filename', named],
        ['glob', globs],
      ] as const) {
        for (const name of names) {
          if (!matchesFile(`/project/${file}`)({ [kind]: name } as never)) continue;
          it(`${kind} ${name}: ${file}`, () =>
            expect(replaced('bank', { file: name, stringToReplace: 'bank' }, file)).to.equal(true));
        }
      }
    }

    it('and not the others', () => {
      for (const file of ['force-app/**/*.cls', 'force-app/main/default/namedCredentials/Erp*', 'unpackaged/**']) {
        expect(replaced('bank', { file, stringToReplace: 'bank' }, files[0]), file).to.equal(false);
      }
    });
  });
});
