import type { Field } from '../model/component.js';
import { salesforceHostKind, type Endpoint, type EndpointReading } from '../model/host.js';
import { MUTUAL_TLS_PORT } from '../model/mutualTls.js';
import { LEFT_TO_BUILD } from './fact.js';
import type { ProjectFacts } from './projectFacts.js';

/** Whether both ends of a connection prove themselves with a certificate, and how that is known. */
export interface MutualTls {
  readonly mutualTls: 'yes' | 'no' | 'unknown';
  readonly reason: string;
}

const yes = (reason: string): MutualTls => ({ mutualTls: 'yes', reason });
const no = (reason: string): MutualTls => ({ mutualTls: 'no', reason });
const maybe = (reason: string): MutualTls => ({ mutualTls: 'unknown', reason });

/** Of a callout that may name a client certificate and a private connection. */
export function mutualTlsOfCallout(
  facts: ProjectFacts,
  {
    reading,
    certificate,
    connection,
  }: {
    readonly reading: EndpointReading | undefined;
    readonly certificate: Field | undefined;
    readonly connection: Field | undefined;
  }
): MutualTls {
  if (reading?.kind === 'endpoint' && reading.endpoint.scheme === 'http') return no('http has no TLS');
  if (!certificate) {
    // Every class is opened for this.
    return facts.project.apex().clientCertificates.length === 0
      ? no('no client certificate')
      : maybe('no client certificate, but Apex of the project sets one for some callouts');
  }
  if (facts.project.isPlaceholder(certificate)) return maybe(`of the client certificate, ${LEFT_TO_BUILD}`);
  if (!reading) return maybe('there is no URL');
  if (reading.kind === 'placeholder') return maybe(`of the URL, ${LEFT_TO_BUILD}`);
  if (reading.kind === 'invalid') return maybe('the URL cannot be read');
  const { hosts } = facts.config.mtls;
  if (connection && !hasListener(reading.endpoint, hosts)) {
    return maybe('over a private connection, whose other end the files do not show; mtls.hosts can say');
  }
  return ofEndpoint(reading.endpoint, hosts);
}

/** The ports on which hosts ask for a client certificate, by `mtls.hosts`. */
type Listeners = Readonly<Record<string, number>>;

/** Whether somebody has written down where a stranger's host asks for a certificate, whatever way leads to it. */
const hasListener = ({ host }: Endpoint, listeners: Listeners): boolean =>
  salesforceHostKind(host) === undefined && Object.hasOwn(listeners, host);

function ofEndpoint(endpoint: Endpoint, listeners: Listeners): MutualTls {
  const { host, port, isPortWritten } = endpoint;
  const kind = salesforceHostKind(host);
  if (kind === 'my-domain') {
    return port === MUTUAL_TLS_PORT
      ? yes(`the org asks for the client certificate on port ${MUTUAL_TLS_PORT}`)
      : no(`the org asks for a client certificate on port ${MUTUAL_TLS_PORT} only`);
  }
  if (kind !== undefined) {
    return kind === 'login' && port !== MUTUAL_TLS_PORT
      ? no('the login host of all orgs asks for no client certificate')
      : maybe('orgs ask for client certificates on their My Domain host');
  }
  if (hasListener(endpoint, listeners)) {
    return listeners[host] === port
      ? yes(`mtls.hosts says that the host asks for the client certificate on port ${port}`)
      : no(`mtls.hosts says that the host asks for a client certificate on port ${listeners[host]}`);
  }
  return isPortWritten
    ? yes(`presented on port ${port} when the server asks`)
    : maybe('whether the server asks on port 443 is not in the files; mtls.hosts can say');
}
