import { findWord } from './nameWords.js';

/** Words of a description that name Salesforce as the owner of the addresses. */
const SALESFORCE_WORDS: readonly string[] = ['salesforce', 'sfdc', 'hyperforce'];
/** Phrases in which Salesforce is where people go, and not where requests come from. */
const PEOPLE_PHRASES: readonly string[] = ['salesforce', 'sfdc'].flatMap((word) => [
  ...['admin', 'admins', 'administrator', 'administrators', 'consultant', 'consultants', 'developer', 'developers']
    .concat(['partner', 'support', 'team', 'user', 'users', 'access', 'login', 'logins', 'integration', 'sync'])
    .map((person) => `${word} ${person}`),
  `to ${word}`,
  `for ${word}`,
]);

/**
 * Whether the description of an IP range says that the addresses are Salesforce's own. The addresses themselves are not
 * looked up: the published list (https://ip-ranges.salesforce.com/ip-ranges.json) changes.
 */
export const namesSalesforce = (description: string): boolean =>
  findWord(SALESFORCE_WORDS, description) !== undefined && findWord(PEOPLE_PHRASES, description) === undefined;
