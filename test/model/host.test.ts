import { expect } from 'chai';
import type { Field } from '../../src/model/component.js';
import { isLocalHost, readEndpoint, salesforceHostKind, type SalesforceHost } from '../../src/model/host.js';

const field = (value: string): Field => ({
  value,
  element: 'endpoint',
  at: { file: 'X', start: 0, end: value.length },
});

/** `host:port`, with `!` behind a port that the URL writes; `http` and user information are named. */
function read(value: string): string {
  const reading = readEndpoint(field(value));
  if (reading.kind !== 'endpoint') return reading.kind;
  const { scheme, host, port, isPortWritten, hasUserInfo } = reading.endpoint;
  return `${scheme === 'http' ? 'http ' : ''}${hasUserInfo ? 'user ' : ''}${host}:${port}${isPortWritten ? '!' : ''}`;
}

const URLS: Readonly<Record<string, string>> = {
  'https://api.bank.example': 'api.bank.example:443',
  'https://api.bank.example/': 'api.bank.example:443',
  'https://api.bank.example/v1?to=https://other.example:8443#x:1': 'api.bank.example:443',
  'https://api.bank.example?x': 'api.bank.example:443',
  'https://api.bank.example#x': 'api.bank.example:443',
  'HTTPS://API.Bank.Example': 'api.bank.example:443',
  'https://api.bank.example.': 'api.bank.example:443',
  'https://api.bank.example..': 'api.bank.example.:443',
  'https://api.bank.example.:8443/': 'api.bank.example:8443!',
  // Ports
  'https://api.bank.example:443': 'api.bank.example:443!',
  'https://api.bank.example:0443': 'api.bank.example:443!',
  'https://api.bank.example:8443': 'api.bank.example:8443!',
  'https://api.bank.example:': 'api.bank.example:443',
  'https://api.bank.example:0': 'api.bank.example:0!',
  'https://api.bank.example:65535': 'api.bank.example:65535!',
  'https://api.bank.example:65536': 'invalid',
  'https://api.bank.example:-1': 'invalid',
  'https://api.bank.example:https': 'invalid',
  'http://api.bank.example': 'http api.bank.example:80',
  'http://api.bank.example:80': 'http api.bank.example:80!',
  'http://api.bank.example:443': 'http api.bank.example:443!',
  'https://api.bank.example:80': 'api.bank.example:80!',
  // User information
  'https://sync@api.bank.example': 'user api.bank.example:443',
  'https://sync:8443@api.bank.example': 'user api.bank.example:443',
  'https://:pass@api.bank.example': 'user api.bank.example:443',
  'https://sync:pass@api.bank.example:8443/v1': 'user api.bank.example:8443!',
  'https://emea.my.salesforce.com@evil.example': 'user evil.example:443',
  'https://emea.my.salesforce.com:8443@evil.example': 'user evil.example:443',
  // What the URL standard and RFC 3986 read in two ways
  'https://evil.example\\@emea.my.salesforce.com': 'invalid',
  'https:\\\\api.bank.example': 'invalid',
  'https:/api.bank.example': 'invalid',
  'https:api.bank.example': 'invalid',
  'https:///api.bank.example': 'invalid',
  'https://api.bank.example\t:8443': 'invalid',
  'https://api.bank\n.example': 'invalid',
  'https://api.bank.example/a\\b': 'api.bank.example:443',
  // Blanks
  'https://api bank.example': 'invalid',
  'https:// api.bank.example': 'invalid',
  'https://api.bank.example/a b': 'api.bank.example:443',
  // Names and addresses
  'https://bücher.example': 'xn--bcher-kva.example:443',
  'https://xn--bcher-kva.example': 'xn--bcher-kva.example:443',
  'https://emea.my.salesforçe.com': 'emea.my.xn--salesfore-x3a.com:443',
  'https://ｅｍｅａ.my.salesforce.com': 'emea.my.salesforce.com:443',
  'https://emea%2Emy.salesforce.com': 'emea.my.salesforce.com:443',
  'https://my_host.bank.example': 'my_host.bank.example:443',
  'https://192.0.2.10': '192.0.2.10:443',
  'https://192.0.2.10:8443': '192.0.2.10:8443!',
  'https://0x7f.1': '127.0.0.1:443',
  'https://192.0.2.256': 'invalid',
  'https://[2001:DB8::1]': '[2001:db8::1]:443',
  'https://[2001:db8::1]:8443/': '[2001:db8::1]:8443!',
  'https://[::1': 'invalid',
  'https://2001:db8::1': 'invalid',
  'https://localhost': 'localhost:443',
  // No HTTP URL at all
  '': 'invalid',
  'api.bank.example': 'invalid',
  'api.bank.example:8443/v1': 'invalid',
  '//api.bank.example': 'invalid',
  '/services/data': 'invalid',
  'https://': 'invalid',
  'ftp://api.bank.example': 'invalid',
  'constructor://api.bank.example': 'invalid',
  'javascript:alert(1)': 'invalid',
  'callout:Bank/v1': 'invalid',
  // Merge fields stand for nothing that is known here, and are no placeholders
  '{!$Setup.Bank__c.Url__c}': 'invalid',
  'https://{!$Setup.Bank__c.Host__c}/v1': 'invalid',
  'https://api.bank.example/{!$Credential.Bank.User}': 'api.bank.example:443',
  // Placeholders count where they hide scheme, host or port
  '${BANK_URL}': 'placeholder',
  '${BANK_URL}/v1': 'placeholder',
  'https://${BANK_HOST}/v1': 'placeholder',
  'https://${BANK_HOST}:8443': 'placeholder',
  'https://api.bank.example:{{PORT}}/v1': 'placeholder',
  'https://{INSTANCE}.my.salesforce.com': 'placeholder',
  'https://%%HOST%%': 'placeholder',
  'https://__HOST__/v1': 'placeholder',
  'https://<your-host>/v1': 'placeholder',
  '<your host/path>': 'placeholder',
  'https://api.bank.example/${VERSION}': 'api.bank.example:443',
  'https://api.bank.example/accounts/{accountId}': 'api.bank.example:443',
  'https://api.bank.example/__health__': 'api.bank.example:443',
  'https://api.bank.example/a%20b': 'api.bank.example:443',
};

const HOSTS: Readonly<Record<string, SalesforceHost | 'third party'>> = {
  'emea.my.salesforce.com': 'my-domain',
  'emea.my.salesforce.mil': 'my-domain',
  'emea.my.sfcrmproducts.cn': 'my-domain',
  'emea.my-salesforce.com': 'my-domain',
  'emea--uat.sandbox.my.salesforce.com': 'my-domain',
  'emea-dev-ed.develop.my.salesforce.com': 'my-domain',
  'emea.scratch.my.salesforce.com': 'my-domain',
  'emea.demo.my.salesforce.com': 'my-domain',
  'emea.free.my.salesforce.com': 'my-domain',
  'emea.patch.my.salesforce.com': 'my-domain',
  'emea.trailblaze.my.salesforce.com': 'my-domain',
  'emea--uat.cs42.my.salesforce.com': 'my-domain',
  'emea--uat.my.salesforce.com': 'my-domain',
  'login.salesforce.com': 'login',
  'test.salesforce.com': 'login',
  'na139.salesforce.com': 'instance',
  'eu55.salesforce.com': 'instance',
  'usa77.salesforce.com': 'instance',
  'cs42.salesforce.com': 'instance',
  'na1-api.salesforce.com': 'instance',
  'ns.na4.salesforce.com': 'instance',
  'api.salesforce.com': 'api-gateway',
  'emea.lightning.force.com': 'user-interface',
  'emea--uat.sandbox.lightning.force.com': 'user-interface',
  'emea.lightning.crmforce.mil': 'user-interface',
  'emea.lightning.sfcrmapps.cn': 'user-interface',
  'emea.my-lightning.com': 'user-interface',
  'emea--c.vf.force.com': 'user-interface',
  'emea--c.na139.visual.force.com': 'user-interface',
  'emea--c.visualforce.com': 'user-interface',
  'emea.my.salesforce-setup.com': 'user-interface',
  'emea.file.force.com': 'user-interface',
  'emea--c.na139.content.force.com': 'user-interface',
  'emea.my.site.com': 'site',
  'emea--uat.sandbox.my.site.com': 'site',
  'emea.my.salesforce-sites.com': 'site',
  'emea.secure.force.com': 'site',
  'emea.force.com': 'site',
  'my.salesforce.com': 'third party',
  '.my.salesforce.com': 'third party',
  'emea..my.salesforce.com': 'third party',
  'emea.my.salesforce.com.': 'third party',
  'my.salesforce.com.example.net': 'third party',
  'emea.my.salesforce.com.example.net': 'third party',
  'xmy.salesforce.com': 'third party',
  'emea.xmy.salesforce.com': 'third party',
  'emea.my.salesforce.com.cn': 'third party',
  'emea.my.notsalesforce.com': 'third party',
  'emea.my.salesforce-example.com': 'third party',
  'salesforce-bw.example.com.au': 'third party',
  'xlogin.salesforce.com': 'third party',
  'login.salesforce.com.example.net': 'third party',
  'na139.salesforce.com.example.net': 'third party',
  'xapi.salesforce.com': 'third party',
  'salesforce.com': 'third party',
  'www.salesforce.com': 'third party',
  'lightning-force.com': 'third party',
  'emea.lightningforce.com': 'third party',
  'force.com': 'third party',
  'emea.xforce.com': 'third party',
  'emea.my.site.com.example.net': 'third party',
  'emea.my.xn--salesfore-x3a.com': 'third party',
  '192.0.2.10': 'third party',
  '[2001:db8::1]': 'third party',
  '': 'third party',
};

describe('readEndpoint', () => {
  for (const [url, expected] of Object.entries(URLS)) {
    it(`reads ${JSON.stringify(url)} as ${expected}`, () => expect(read(url)).to.equal(expected));
  }

  it('asks the caller which parts a build puts in', () => {
    const isLeftOpen = (text: string): boolean => text.includes('bank');
    expect(readEndpoint(field('https://api.bank.example/v1'), isLeftOpen).kind).to.equal('placeholder');
    expect(readEndpoint(field('https://api.example.com/bank'), isLeftOpen).kind).to.equal('endpoint');
  });

  it('takes no longer for hostile text than for other text', () => {
    for (const text of [
      'https://'.repeat(50_000),
      `https://${'a.'.repeat(100_000)}`,
      `https://${'{{'.repeat(100_000)}`,
    ]) {
      readEndpoint(field(text));
    }
    salesforceHostKind('a.my.'.repeat(50_000));
  }).timeout(2000);
});

describe('salesforceHostKind', () => {
  for (const [host, expected] of Object.entries(HOSTS)) {
    it(`takes ${JSON.stringify(host)} for ${expected}`, () =>
      expect(salesforceHostKind(host) ?? 'third party').to.equal(expected));
  }
});

describe('isLocalHost', () => {
  it('knows the names and addresses of the machine itself', () => {
    for (const host of ['localhost', 'app.localhost', '127.0.0.1', '127.12.200.255', '[::1]']) {
      expect(isLocalHost(host), host).to.equal(true);
    }
    for (const host of ['localhost.example', 'mylocalhost', '127.0.0.1.example', 'x127.0.0.1', '128.0.0.1', '10.0.0.1', '[::2]']) {
      expect(isLocalHost(host), host).to.equal(false);
    }
  });
});
