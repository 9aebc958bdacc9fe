import { expect } from 'chai';
import { schemeOf } from '../../src/model/callback.js';
import { definitionNames } from '../../src/model/customField.js';
import { listNames, sortedNames } from '../../src/model/nameList.js';

describe('names in a sentence', () => {
  it('are joined, and counted from the seventh on', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    const sentences = [0, 1, 2, 6, 7].map((count) => listNames(names.slice(0, count), 'things'));
    expect(sentences).to.deep.equal(['', 'A', 'A and B', 'A, B, C, D, E and F', 'A, B, C, D, E and 2 more things']);
  });

  it('come in one order and once each', () => {
    expect(sortedNames(['b', 'C', 'a', 'b', 'ä', 'a'])).to.deep.equal(['C', 'a', 'b', 'ä']);
  });
});

describe('where a field is defined', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'Task.Code__c': ['Task.Code__c', 'Activity.Code__c'],
    'Event.Code__c': ['Event.Code__c', 'Activity.Code__c'],
    'MyTask.Code__c': ['MyTask.Code__c'],
    'Task.Code__c.Name': ['Task.Code__c.Name'],
    'Account.SSN__pc': ['Account.SSN__pc', 'Contact.SSN__c'],
    'My_Account.SSN__pc': ['My_Account.SSN__pc'],
    'Account.SSN__pc2': ['Account.SSN__pc2'],
    'Account.SSN__c': ['Account.SSN__c'],
  };
  for (const [field, names] of Object.entries(cases)) {
    it(`${field} in ${names.join(' or ')}`, () => expect(definitionNames(field)).to.deep.equal(names));
  }
});

describe('the scheme of a callback', () => {
  const at = { file: 'App.connectedApp', start: 0, end: 1 };
  const cases: Readonly<Record<string, string | undefined>> = {
    'HTTPS://bank.example': 'https',
    'com.bank.app+x-1:/done': 'com.bank.app+x-1',
    'localhost:1717/done': undefined,
    '/done?next=bank:done': undefined,
    '1app:done': undefined,
    '': undefined,
  };
  for (const [value, scheme] of Object.entries(cases)) {
    it(`of "${value}" is ${scheme ?? 'none'}`, () =>
      expect(schemeOf({ value, at, element: 'callbackUrl' })).to.equal(scheme));
  }
});
