import { wantedElements, type WantedElements } from '../../src/xml/outline.js';

/** Metadata files such as a project holds, each with whatever XML allows besides plain elements. */
export const DOCUMENTS: readonly string[] = [
  `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <allowMergeFieldsInBody>false</allowMergeFieldsInBody>
    <calloutStatus>Enabled</calloutStatus>
    <label>Payments &amp; Refunds</label>
    <namedCredentialParameters>
        <parameterName>Url</parameterName>
        <parameterType>Url</parameterType>
        <parameterValue>https://api.example.com/v1?a=1&amp;b=2</parameterValue>
    </namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`,
  `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<!-- retrieved -->
<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <authenticationProtocol>Custom</authenticationProtocol>
  <description xsi:nil="true"/>
  <externalCredentialParameters>
    <parameterName >X-Api-Key</parameterName >
    <parameterType><![CDATA[AuthHeader]]></parameterType>
    <parameterValue><![CDATA[{!'Bearer ' & $Credential.A.Key} <b>]]></parameterValue>
    <sequenceNumber>01</sequenceNumber>
  </externalCredentialParameters>
  <label>Größe 😀</label>
</ExternalCredential>`,
  `<?xml version="1.0" encoding="UTF-8"?>
<Profile xmlns="http://soap.sforce.com/2006/04/metadata">
    <custom>true</custom>
${Array.from(
  { length: 12 },
  (_, index) => `    <fieldPermissions>
        <editable>${index % 2 === 0}</editable>
        <field>Account.Field_${index}__c</field>
        <readable>true</readable>
    </fieldPermissions>`
).join('\n')}
    <userLicense>Salesforce</userLicense>
    <userPermissions>
        <enabled>true</enabled>
        <name>ModifyAllData</name>
    </userPermissions>
</Profile>
`,
  `<?xml version="1.0" encoding="UTF-8"?>\r
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\r
    <contactEmail>ops@example.com</contactEmail>\r
    <label>Sync</label>\r
    <oauthConfig>\r
        <callbackUrl>https://one.example.com/callback\r
http://two.example.com/callback</callbackUrl>\r
        <!-- <consumerSecret>old</consumerSecret> -->\r
        <consumerSecret\r
>s3cr&#x65;t</consumerSecret\r
>\r
        <scopes>Api</scopes>\r
        <scopes>Full</scopes>\r
    </oauthConfig>\r
</ConnectedApp>\r
`,
  `<?xml version="1.0"?><?keep it's fine?><Certificate xmlns="http://soap.sforce.com/2006/04/metadata"><caSigned>false</caSigned>` +
    `<expirationDate>2027-01-01T00:00:00.000Z</expirationDate><keySize>2048</keySize><masterLabel>A &lt;b&gt; &quot;c&quot;` +
    `</masterLabel><privateKeyExportable/></Certificate><!-- end -->`,
  `<sf:ExternalClientApplication xmlns:sf="http://soap.sforce.com/2006/04/metadata" note='a > "b"'>
\t<sf:contactEmail>a@example.com</sf:contactEmail>
\t<sf:label>One<!-- -->Two]] > &#128512;</sf:label>
\t<?inner data?>
\t<sf:isProtected>false</sf:isProtected>
\t<sf:empty></sf:empty>
</sf:ExternalClientApplication>
`,
];

/** Wanted elements that step over unwanted ones in documents of any length, so that short ones show it, too. */
export function steppingElements(...names: readonly string[]): WantedElements {
  const wanted = wantedElements(...names);
  return { has: wanted.has, unwantedRun: wanted.unwantedRun, stepOverFrom: 0 };
}
