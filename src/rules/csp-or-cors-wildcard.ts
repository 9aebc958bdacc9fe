import { setBeginning } from '../fixes/edit.js';
import type { ComponentBase, Field } from '../model/component.js';
import { isLocalHost } from '../model/host.js';
import { leftToBuild } from '../model/placeholder.js';
import type { Project } from '../model/project.js';
import { isPackaged } from '../model/packaged.js';
import type { CspDirective } from '../model/trustedSite.js';
import { defineRule } from './rule.js';

/** Scheme, host with or without a wildcard, port: what a source of a Content Security Policy or an origin may be. */
const SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#:\s]+)(?::(\d+|\*))?(?:[/?#]|$)/i;
/** What a site may do that is more than to show something. */
const ACTIVE: ReadonlySet<CspDirective> = new Set<CspDirective>([
  'isApplicableToConnectSrc',
  'isApplicableToFrameSrc',
  'isApplicableToStyleSrc',
]);

export default defineRule({
  id: 'csp-or-cors-wildcard',
  title: 'Trusted URL or CORS origin that stands for many hosts, or has no TLS',
  severity: 'low',
  cases: '`low`; `info` where pages may load no more than images, fonts and media from the hosts.',
  confidence: 'medium',
  persona: 'pedantic',
  looksAt: ['CspTrustedSite', 'CorsWhitelistOrigin'],
  tags: ['network', 'endpoints'],
  why: `A trusted URL says where pages of the org may send data and load from; a CORS origin says whose pages may read the org's API in a user's
browser. \`*.example.com\` trusts every host below that name, also the one that somebody else gets hold of: a forgotten DNS entry, a blog, a
customer's upload. Below the domain of a cloud (\`*.googleapis.com\`, \`*.my.site.com\`) anybody can have a host, and trusting all of them is
nearly trusting everybody.

\`http://\` and \`ws://\` let whoever sits on the way put in what they like, into pages that are logged in. \`localhost\` is a developer's tool
and left alone, and so are trusted URLs that are not active.`,
  remedy: `Name the hosts, with \`https://\`, and trust each for what it is needed for:

\`\`\`xml
<endpointUrl>https://tiles.bank.example</endpointUrl>
<isApplicableToConnectSrc>false</isApplicableToConnectSrc>
<isApplicableToImgSrc>true</isApplicableToImgSrc>
\`\`\``,
  setup: 'Security > Trusted URLs, or Security > CORS',
  whenWrong: `Below a domain of your own, all of whose hosts are yours, a wildcard may be meant. Some services document a wildcard as the only way; accept
the finding with that reason.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_csptrustedsite.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_corswhitelistorigin.htm',
  ],
  controls: ['CWE-319', 'CWE-942', 'OWASP-API8:2023'],
  since: '0.1.0',
  fixable: {
    safe: false,
    title: 'write `https` or `wss` in the place of `http` or `ws`, where neither a `*` nor a port is written',
  },

  *check(project) {
    for (const { component, title, trusts, source, isActive } of trustedSources(project)) {
      if (isPackaged(component.fullName)) continue;
      if (project.isPlaceholder(source)) {
        yield leftToBuild(component, source, component.type === 'CspTrustedSite' ? 'URL' : 'URL pattern');
        continue;
      }
      const [, scheme = '', written = '', port] = SOURCE.exec(source.value) ?? [];
      const host = written.toLowerCase();
      const isWildcard = host.includes('*');
      const isCleartext = /^(?:http|ws)$/i.test(scheme) && !isLocalHost(host);
      if (!isWildcard && !isCleartext) continue;
      const below = host.replace(/^\*\.?/, '');
      const hosts = !isWildcard
        ? host
        : below === '' || below === host
          ? 'hosts of any name'
          : `every host below ${below}`;
      yield {
        component,
        where: source,
        severity: isActive ? 'low' : 'info',
        message: `${title} ${component.fullName} ${trusts} ${hosts}${isCleartext ? ' without TLS' : ''}`,
        label: isWildcard ? 'stands for many hosts' : 'no TLS',
        fix: isWildcard ? 'name the hosts that are needed, with https' : 'write https',
        // A written port is one without TLS.
        ...(!isWildcard && !port && { edits: [setBeginning(source, scheme, `${scheme}s`)] }),
        evidence: source.value,
      };
    }
  },
});

interface TrustedSource {
  readonly component: ComponentBase;
  readonly title: string;
  /** To stand between the component and the hosts. */
  readonly trusts: string;
  readonly source: Field;
  /** Whether the source may do more than show something. */
  readonly isActive: boolean;
}

const trustedSources = (project: Project): readonly TrustedSource[] => [
  ...project.all('CspTrustedSite').flatMap((component) =>
    component.endpointUrl && component.isActive?.value !== false
      ? [
          {
            component,
            title: 'CSP Trusted Site',
            trusts: 'trusts',
            source: component.endpointUrl,
            isActive: component.directives.some((directive) => ACTIVE.has(directive)),
          },
        ]
      : []
  ),
  ...project.all('CorsWhitelistOrigin').flatMap((component) =>
    component.urlPattern
      ? [
          {
            component,
            title: 'CORS Origin',
            trusts: 'lets in pages of',
            source: component.urlPattern,
            isActive: true,
          },
        ]
      : []
  ),
];
