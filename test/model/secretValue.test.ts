import { expect } from 'chai';
import {
  isSecretName,
  judgeIdentifier,
  judgeNamed,
  judgeSecret,
  knownTokens,
  urlSecrets,
  type SecretSpan,
} from '../../src/model/secretValue.js';
import { BASE64, DIGITS, drawer, LETTERS, UPPER } from '../support/draw.js';

/** Drawn, so that no file of ours holds anything that another scanner takes for a secret. */
const draw = drawer(8);
/** With a digit in it, as the judge of user names asks. */
const random = (length: number): string => `${draw(length - 1)}7`;
const KEY_ID = `AKIA${draw(16, UPPER)}`;

/** A value in which the secret stands between `‹` and `›`, and what is said of it; nothing where it has none. */
type Row = readonly [value: string, said?: string];

const inWords = ({ kind, confidence, shape }: Omit<SecretSpan, 'end' | 'start'>): string =>
  `${kind}, ${confidence}${shape === undefined ? '' : `, ${shape}`}`;

/** The value with each span marked again, and what is said of the spans. */
function judged(value: string, spans: readonly SecretSpan[]): readonly string[] {
  let marked = value;
  for (const { start, end } of [...spans].sort((a, b) => b.start - a.start)) {
    marked = `${marked.slice(0, start)}‹${marked.slice(start, end)}›${marked.slice(end)}`;
  }
  return [marked, ...spans.map(inWords)];
}

function judge(title: string, judgeOf: (value: string) => readonly SecretSpan[], rows: readonly Row[]): void {
  describe(title, () => {
    for (const [marked, said] of rows) {
      const count = marked.split('‹').length - 1;
      it(`${said ?? 'none'}: ${marked}`, () => {
        const value = marked.replace(/[‹›]/g, '');
        expect(judged(value, judgeOf(value))).to.deep.equal([marked, ...Array.from({ length: count }, () => said)]);
      });
    }
  });
}

const one = (span: SecretSpan | undefined): readonly SecretSpan[] => (span ? [span] : []);

const BEGIN = '-----BEGIN PRIVATE KEY-----';
const END = '-----END PRIVATE KEY-----';
const PRIVATE_KEY = 'live, high, a private key';
const AWS = 'live, high, an AWS secret access key';
const SLACK = 'live, high, a Slack token';
const STRIPE = 'live, high, a Stripe key';

judge('known tokens', knownTokens, [
  [`use ‹xoxb-${random(15)}› once`, SLACK],
  [`‹xoxb-${random(15)}›`, SLACK],
  [`xoxb-${random(14)}`],
  // Four letters that repeat say nothing; what stands before them is the same in all tokens.
  [`sk_${'live'}_abcdabcdabcdabcd`],
  [`‹sk_${'live'}_1b2c3d4f1b2c3d4f›`, STRIPE],
  [`ghp_${random(30)}EXAMPLE`],
  [`xoxb-${random(16)}XXXX`],
  [`${BEGIN}‹\n${random(64)}\n›${END}\n${BEGIN}‹\n${random(64)}›`, PRIVATE_KEY],
  [`${BEGIN}‹\n${random(64)}\n›-----BEGIN CERTIFICATE-----\n${random(64)}\n-----END CERTIFICATE-----`, PRIVATE_KEY],
  [`${BEGIN}‹${random(20)}\\n${random(20)}\\r›${END}`, PRIVATE_KEY],
  [`${BEGIN}\n${random(39)}\n${END}`],
  [`${BEGIN}\n${'A'.repeat(64)}\n${END}`],
  [`${KEY_ID}:‹${draw(39, BASE64)}9›`, AWS],
  [`key ${KEY_ID} and ‹${draw(39, BASE64)}9› there`, AWS],
  [`${KEY_ID}:${draw(40, BASE64)}9`],
  [`${KEY_ID}:${'ab'.repeat(20)}`],
  [`X${KEY_ID}:${draw(40, BASE64)}`],
  [`AKIA:${draw(40, BASE64)}`],
]);

judge('the value of an element for a secret', (value) => one(judgeSecret(value, false)), [
  ['‹Winter-Harvest-77!›', 'live, medium'],
  [`‹${random(40)}›`, 'live, high'],
  ['‹password›', 'stand-in, medium'],
  ['‹ password ›', 'stand-in, medium'],
  ['‹"password"›', 'stand-in, medium'],
  ['‹winter›', 'stand-in, medium'],
  ['‹Winter›', 'stand-in, medium'],
  ['‹ winter ›', 'stand-in, medium'],
  ['‹wINTER›', 'live, medium'],
  ['‹winter7up›', 'live, medium'],
  ['‹bacedifoguhyja›', 'stand-in, medium'],
  ['‹bacedifoguhyjak›', 'live, medium'],
  ['‹password{!$Credential.Bank.x}Kd9!Zq›', 'live, medium'],
  [`‹password{!$Credential.Bank.x}${random(40)}›`, 'live, high'],
  ['-{!$Credential.Bank.x}'],
  ['--{{PASSWORD}}--'],
  ['my-{{PASSWORD}}'],
  ['‹Kd9!{{PASSWORD}}›', 'live, medium'],
  ['‹pa•ssw77rd›', 'live, medium'],
  ['‹Kd9Zq7Wm3Rn5Vb2Yc***›', 'live, high'],
  ['Kd9Zq7Wm3Rn5Vb2Y***'],
]);

describe('a value that a build replaces', () => {
  it('is a word for the secret unless it is drawn at random', () => {
    expect(judgeSecret('Winter-Harvest-77!', true)).to.equal(undefined);
    expect(judgeSecret(random(40), true)?.confidence).to.equal('high');
  });
});

const basic = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

judge('a value whose name says secret', (value) => one(judgeNamed(value)), [
  [`Bearer ‹${random(20)}›`, 'live, high'],
  [`Bearer ${random(19)}`],
  [`XBearer ‹${random(30)}›`, 'live, medium'],
  [`Bearers ‹${random(30)}›`, 'live, medium'],
  [`‹${random(30)}›`, 'live, medium'],
  [`‹${random(30)}==›`, 'live, medium'],
  [`token=‹${random(30)}›`, 'live, medium'],
  [`‹9x=${random(30)}›`, 'live, medium'],
  [`first=‹${random(30)}; then=${random(30)}›`, 'live, medium'],
  [`Bearer ‹${random(30)} x=${random(30)}›`, 'live, high'],
  [`Basic ‹${basic('sync:Harv77')}›`, 'live, high'],
  [`Basic ${basic('sync77:password')}`],
  [`Basic ${basic('sync:--')}`],
  [`Basic ${basic('\x01sync:Hv77')}`],
  [`Basic ${basic('sync:Hv77\x01')}`],
  [`XBasic ${basic('sync:Harv77')}`],
  [`Basically ${basic('sync:Harv77')}`],
  ["{!'Basic ' & BASE64ENCODE(BLOB('‹sync:Harv77›'))}", 'live, high'],
  ["{!BASE64ENCODE(BLOB('sync77:password'))}"],
  ["{!BASE64ENCODE(BLOB('sync://Harv77'))}"],
  ["{!BASE64ENCODE(BLOB('sync\u0001:Harv77'))}"],
  ["{!BASE64ENCODE($Credential.Bank.x)}{!'sync:Harv77'}"],
  ['sync:Harv77{!BASE64ENCODE($Credential.Bank.x)}'],
  ['{!BASE64ENCODE($Credential.Bank.x)}sync:Harv77'],
  [`{!'it\\'s ‹${random(40)}›'}`, 'live, medium'],
  // Ten digits are more than hexadecimal has to show, and less than other text.
  ['‹1a2b3c4d5e1a2b3c4d5e›', 'live, medium'],
  ['‹1A2B3C4D5E1A2B3C4D5E›', 'live, medium'],
  ['g1a2b3c4d5e1a2b3c4d5e'],
  ['1a2b3c4d5e1a2b3c4d5eg'],
  ['g1A2B3C4D5E1A2B3C4D5E'],
  ['1A2B3C4D5E1A2B3C4D5Eg'],
  [draw(30, DIGITS)],
  // Numbers between words say nothing; words of two letters are none, nor is what nobody could pronounce.
  ['the-token-of-2026-10-01-for-all'],
  ['bacedifoguhyjake-mopu'],
  ['‹bacedifoguhyjakelimonupa›', 'live, medium'],
  ['‹al.be-co_du.ef-gi_ho.jy-ki_mu›', 'live, medium'],
  ['‹bacedfghijo-klmnprsutevi›', 'live, medium'],
  ['‹baceoiudy-fugaeiohy-kouaem›', 'live, medium'],
]);

judge('a user name', (value) => one(judgeIdentifier(value)), [
  [`‹${random(32)}›`, 'live, medium'],
  [random(31)],
  [`sync@${random(40)}`],
  [`${random(40)}@bank`],
  [draw(40, LETTERS)],
  ['0f8fad5b-d9cb-469f-a165-70867728950e'],
]);

judge('the URLs of a value', urlSecrets, [
  ['https://sync:‹Harvest-77›@erp.example', 'live, high'],
  ['try https://sync:‹Harvest-77›@erp.example and http://a:‹Harvest-78›@b.example', 'live, high'],
  [`https://‹${random(40)}›@erp.example`, 'live, medium'],
  ['https://sync77@erp.example'],
  ['https://sync:--@erp.example'],
  ['https://sync:‹%E0%A4Harv77›@erp.example', 'live, high'],
  ['https://erp.example/a:Harvest-77@b'],
  [`https://erp.example?api_key=‹${random(30)}›`, 'live, medium'],
  [`https://erp.example?page=${random(30)}`],
  [`https://bank.azurewebsites.net/api?code=‹${random(40)}›`, 'live, medium'],
  [`https://bank.azurewebsites.net/api?page=${random(40)}`],
  [`https://bank.example/api?code=${random(40)}`],
]);

describe('names of secrets', () => {
  const SECRET = [
    'X-Api-Key',
    'apiKey2',
    'APIKey',
    'client_secret',
    'X-Pin-Value',
    'PINCode',
    'Session-Id',
    'sig',
    'X-Auth',
  ];
  const OTHER = [
    'X-Session-Id-Format',
    'client_secret_expires',
    'Token-Endpoint',
    'publicKey',
    'keyboard',
    'X-Spin',
    '',
  ];
  for (const name of SECRET) it(`${name} is one`, () => expect(isSecretName(name)).to.equal(true));
  for (const name of OTHER) it(`"${name}" is none`, () => expect(isSecretName(name)).to.equal(false));
});
