import { expect } from 'chai';
import ICAL from 'ical.js';
import { known } from '../../src/inventory/fact.js';
import { calendarOf } from '../../src/report/calendarOf.js';
import type { ReportData } from '../../src/report/reportData.js';
import { HOSTILE } from './hostile.js';
import { aCertificate, anOrg, anOutbound, bankReport, emptyReport, hostileReport } from './samples.js';

interface ReadEvent {
  readonly uid: string;
  readonly day: string;
  readonly summary: string;
  readonly description: string;
  readonly stamp: string;
}

/** A calendar as another program reads it. */
function read(text: string): readonly ReadEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    expect(event.startDate.isDate).to.equal(true);
    return {
      uid: event.uid,
      day: event.startDate.toString(),
      summary: event.summary,
      description: event.description,
      stamp: String(component.getFirstPropertyValue('dtstamp')),
    };
  });
}

const oneCertificate = (name: string, more: Partial<ReportData> = {}): ReportData => ({
  ...emptyReport(),
  orgs: [anOrg({ warnDays: [60, 30, 7] })],
  certificates: [aCertificate(name, { notAfter: known('2027-03-01T12:00:00.000Z') })],
  ...more,
});

describe('calendarOf', () => {
  it('has the end of a certificate and the days to begin its rotation', () => {
    expect(read(calendarOf(oneCertificate('Client'))).map(({ day, summary }) => `${day} ${summary}`)).to.deep.equal([
      '2026-12-31 Begin the rotation of certificate Client (hq), which ends on 2027-03-01',
      '2027-01-30 Begin the rotation of certificate Client (hq), which ends on 2027-03-01',
      '2027-02-22 Begin the rotation of certificate Client (hq), which ends on 2027-03-01',
      '2027-03-01 Certificate ends: Client (hq)',
    ]);
  });

  it('has the reviews that are due, and the last days of accepted findings', () => {
    const events = read(calendarOf(bankReport())).map(({ day, summary }) => `${day} ${summary}`);
    expect(events).to.include('2027-09-30 Review of integration Account sync to EMEA is due (hq)');
    expect(events).to.include(
      '2027-03-31 Last day of an accepted finding: NamedCredential Legacy_FX authenticates with a password (hq)'
    );
    expect(events.filter((event) => event.includes('Certificate ends'))).to.have.length(5);
  });

  it('makes a review due on 1 March that was done on 29 February', () => {
    const register = { id: 'a', reviewed: '2028-02-29' };
    const [event] = read(calendarOf({ ...emptyReport(), integrations: [anOutbound('A', { id: 'a', register })] }));
    expect(event!.day).to.equal('2029-03-01');
  });

  it('is the same for the same data, and stamped with its instant', () => {
    expect(calendarOf(bankReport())).to.equal(calendarOf(bankReport()));
    expect(new Set(read(calendarOf(bankReport())).map(({ stamp }) => stamp))).to.deep.equal(
      new Set(['2026-11-22T00:00:00Z'])
    );
  });

  it('keeps the id of an event from report to report, and gives every event one of its own', () => {
    const ids = (data: ReportData): readonly string[] => read(calendarOf(data)).map(({ uid }) => uid);
    const all = ids(bankReport());
    expect(new Set(all)).to.have.length(all.length);
    const later: ReportData = { ...bankReport(), now: '2026-12-01T00:00:00.000Z' };
    expect(ids({ ...later, certificates: [...later.certificates].reverse() })).to.deep.equal(all);
    expect(ids(oneCertificate('Client'))).not.to.include.oneOf([...ids(oneCertificate('Other'))]);
  });

  it('is an empty calendar where nothing is to come', () => {
    expect(read(calendarOf(emptyReport()))).to.deep.equal([]);
    expect(calendarOf(emptyReport())).to.match(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
  });

  it('says what a certificate does', () => {
    const component = { type: 'NamedCredential', fullName: 'Bank' };
    const [event] = read(
      calendarOf({
        ...emptyReport(),
        certificates: [
          aCertificate('Client', {
            notAfter: known('2027-03-01T12:00:00.000Z'),
            usedBy: [
              { role: 'client', component },
              { role: 'trusted', component: null },
              { role: 'apex', component: null },
            ],
          }),
        ],
      })
    );
    expect(event!.description.split('\n')).to.include.members([
      'Used by NamedCredential Bank (presented in TLS)',
      'Presented by clients of the org',
      'Named in Apex',
    ]);
  });

  it('leaves out what has no day', () => {
    const data = oneCertificate('Client', { certificates: [aCertificate('Client', { notAfter: known('soon') })] });
    expect(read(calendarOf(data))).to.deep.equal([]);
  });

  it('keeps hostile texts within their property', () => {
    const reports = [
      hostileReport(),
      ...HOSTILE.map((text) => oneCertificate(text, { orgs: [anOrg({ name: text })] })),
    ];
    for (const data of reports) {
      const text = calendarOf(data);
      const lines = text.split('\r\n');
      expect(text).not.to.match(/[^\r]\n|\r[^\n]|[\0\u202E\u2028]/);
      expect(lines.filter((line) => Buffer.byteLength(line) > 75)).to.deep.equal([]);
      const names = lines.filter((line) => !line.startsWith(' ')).map((line) => line.split(/[:;]/)[0]!);
      expect(names.filter((name) => !KNOWN.has(name))).to.deep.equal([]);
      const events = read(text);
      expect(lines.filter((line) => line === 'BEGIN:VEVENT')).to.have.length(events.length);
      expect(lines.filter((line) => line.startsWith('BEGIN:'))).to.have.length(events.length + 1);
    }
    const [event] = read(calendarOf(oneCertificate('a, b; c\\n d')));
    expect(event!.summary).to.contain('certificate a, b; c\\n d (hq)');
  });
});

const KNOWN = new Set([
  ...['BEGIN', 'END', 'VERSION', 'PRODID', 'NAME', 'X-WR-CALNAME', 'UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'SUMMARY'],
  ...['X-MICROSOFT-CDO-ALLDAYEVENT', 'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT', 'TRANSP', 'DESCRIPTION', ''],
]);
