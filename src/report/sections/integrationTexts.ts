import { granteeText, JOBS } from '../../inventory/columns.js';
import type { CertificateInUse } from '../../inventory/certificatesInUse.js';
import { titleOf } from '../../model/component.js';
import type { Text } from '../document.js';
import type { ReportData, ReportedIntegration } from '../reportData.js';
import { code, dayOf, inLines, joined, listed, orgNames, piecesOf, said, strong } from './texts.js';

const NOTHING_THERE = 'not known: nothing that the register names is in the project';

/** What people call an integration: the name that the register gives it, else the component that opens it. */
export const integrationTitle = (row: ReportedIntegration): string =>
  row.register || row.direction === 'unknown' ? row.name : titleOf(row.component);

/** The title, with the org where there are several: integrations of two orgs may have one name. */
export function titleWithOrg(data: ReportData): (row: ReportedIntegration) => Text {
  const orgOf = orgNames(data);
  return (row) => (data.orgs.length < 2 ? integrationTitle(row) : `${integrationTitle(row)} (${orgOf(row.project)})`);
}

/** The title, with the component where the register gives a name of its own. */
export const integrationWithComponent = (row: ReportedIntegration): Text =>
  row.register && row.direction !== 'unknown'
    ? [strong(row.name), ` (${titleOf(row.component)})`]
    : [strong(integrationTitle(row))];

/** The title with component and org, as the first words of a row. */
export function integrationInOrg(data: ReportData): (row: ReportedIntegration) => Text {
  const orgOf = orgNames(data);
  return (row) => {
    const isNamed = row.register !== null && row.direction !== 'unknown';
    const details = [
      ...(data.orgs.length < 2 ? [] : [orgOf(row.project)]),
      ...(isNamed ? [titleOf(row.component)] : []),
    ];
    const title = strong(integrationTitle(row));
    return details.length === 0 ? [title] : [title, ' (', ...piecesOf(joined(details)), ')'];
  };
}

/** Titles of the integrations of an org by their ids, which several rows may share. */
export function integrationTitles({ integrations }: ReportData): (project: string, id: string) => Text {
  const keyOf = (project: string, id: string): string => JSON.stringify([project, id]);
  const rows = new Map(integrations.map((row) => [keyOf(row.project, row.id), row]));
  return (project, id) => {
    const row = rows.get(keyOf(project, id));
    return row ? integrationTitle(row) : [code(id)];
  };
}

/** `api.bank.example:8443`, or who is called or calls where that is not to be told by a host. */
export function endpointText(row: ReportedIntegration): Text {
  if (row.direction === 'unknown') return NOTHING_THERE;
  if (row.direction === 'inbound') return 'the org itself';
  const { host, port } = row;
  return 'value' in host && 'value' in port ? [code(`${host.value}:${port.value}`)] : said(host);
}

/** What carries it, and why that is said: `mutual TLS: the org asks for the client certificate on port 8443`. */
export function transportText(row: ReportedIntegration): Text {
  if (row.direction === 'unknown') return NOTHING_THERE;
  const path =
    row.direction === 'outbound' && 'value' in row.privateConnection ? `; over ${row.privateConnection.value}` : '';
  if (row.direction === 'outbound' && 'value' in row.scheme && row.scheme.value === 'http') {
    return `http, without TLS${path}`;
  }
  switch (row.mutualTls) {
    case 'yes':
      return `mutual TLS: ${row.reason}${path}`;
    case 'no':
      return `TLS: ${row.reason}${path}`;
    case 'unknown':
      return `TLS; mutual TLS is not known: ${row.reason}${path}`;
  }
}

/** The mechanism alone: `mutual TLS`, `TLS`, `http`. */
export function mechanismText(row: ReportedIntegration): string {
  if (row.direction === 'unknown') return 'not known';
  if (row.direction === 'outbound' && 'value' in row.scheme && row.scheme.value === 'http') return 'http, without TLS';
  return { yes: 'mutual TLS', no: 'TLS', unknown: 'TLS; mutual TLS is not known' }[row.mutualTls];
}

/** How the application proves who it is: protocol and flow. */
export function authenticationText(row: ReportedIntegration): Text {
  switch (row.direction) {
    case 'unknown':
      return NOTHING_THERE;
    case 'inbound':
      return said(row.flows, (flows) => joined(flows));
    case 'outbound':
      return 'value' in row.authenticationProtocol && 'value' in row.authenticationFlow
        ? joined([said(row.authenticationProtocol), said(row.authenticationFlow)])
        : said(row.authenticationProtocol);
  }
}

const endText = ({ notAfter }: CertificateInUse): string =>
  'value' in notAfter ? `until ${dayOf(notAfter.value)}` : `end ${String(said(notAfter))}`;

/** Each certificate with what it does and when it ends. */
export const certificateTexts = (row: ReportedIntegration): readonly Text[] =>
  row.direction === 'unknown' || row.certificates.length === 0
    ? ['no certificate']
    : row.certificates.map((certificate) => [
        ...piecesOf(said(certificate.name)),
        ...certificate.sameKeyAs.map((other) => ` with the key of ${other}`),
        `: ${JOBS[certificate.role]}, ${endText(certificate)}`,
      ]);

/** Who may use it: the principals of a callout, or whom an app lets in. */
export function principalsText(row: ReportedIntegration): Text {
  switch (row.direction) {
    case 'unknown':
      return NOTHING_THERE;
    case 'inbound':
      return inLines([
        ...('none' in row.runAsUser ? [] : [joined(['runs as ', said(row.runAsUser)], '')]),
        said(row.permittedUsers),
        ...row.users.map(granteeText),
      ]);
    case 'outbound':
      return said(row.principals, (principals) =>
        inLines(
          principals.map(({ credential, name, users }) => [
            `${credential}-`,
            ...piecesOf(said(name)),
            ': ',
            ...piecesOf(listed(users.map(granteeText), 'granted by nothing in the project')),
          ])
        )
      );
  }
}

/** The direction in words, as the register says it where the files do not. */
export const directionText = (row: ReportedIntegration): string =>
  row.register?.direction ?? (row.direction === 'unknown' ? 'not known' : row.direction);
