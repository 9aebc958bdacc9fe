import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What readers of JUnit's XML agree on, and no more: the elements that Ant's schema asks for, in its order, with the
 * attributes that both it and the one of Jenkins' xUnit plugin know, and the latter's skipped tests.
 */
export const JUNIT = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:simpleType name="name">
    <xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="instant">
    <xs:restriction base="xs:dateTime"><xs:pattern value="\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d"/></xs:restriction>
  </xs:simpleType>
  <xs:complexType name="nothing"/>
  <xs:element name="testsuites">
    <xs:complexType>
      <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    </xs:complexType>
    <xs:unique name="suites"><xs:selector xpath="testsuite"/><xs:field xpath="@name"/></xs:unique>
    <xs:unique name="numbers"><xs:selector xpath="testsuite"/><xs:field xpath="@id"/></xs:unique>
    <!-- GitLab takes the first of two tests of one class and name. -->
    <xs:unique name="tests">
      <xs:selector xpath="testsuite/testcase"/><xs:field xpath="@classname"/><xs:field xpath="@name"/>
    </xs:unique>
  </xs:element>
  <xs:element name="testsuite">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="properties">
          <xs:complexType>
            <xs:sequence><xs:element ref="property" maxOccurs="unbounded"/></xs:sequence>
          </xs:complexType>
        </xs:element>
        <xs:element ref="testcase" maxOccurs="unbounded"/>
        <xs:element name="system-out" type="nothing"/>
        <xs:element name="system-err" type="nothing"/>
      </xs:sequence>
      <xs:attribute name="name" type="name" use="required"/>
      <xs:attribute name="package" type="name" use="required"/>
      <xs:attribute name="id" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="timestamp" type="instant" use="required"/>
      <xs:attribute name="hostname" type="name" use="required"/>
      <xs:attribute name="tests" type="xs:positiveInteger" use="required"/>
      <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="time" type="xs:decimal" use="required"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="property">
    <xs:complexType>
      <xs:attribute name="name" type="name" use="required"/>
      <xs:attribute name="value" type="xs:string" use="required"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="testcase">
    <xs:complexType>
      <xs:choice minOccurs="0">
        <xs:element name="skipped">
          <xs:complexType>
            <xs:simpleContent>
              <xs:extension base="xs:string"><xs:attribute name="message" type="xs:string" use="required"/></xs:extension>
            </xs:simpleContent>
          </xs:complexType>
        </xs:element>
        <xs:element name="failure">
          <xs:complexType>
            <xs:simpleContent>
              <xs:extension base="xs:string">
                <xs:attribute name="type" type="xs:string" use="required"/>
                <xs:attribute name="message" type="xs:string" use="required"/>
              </xs:extension>
            </xs:simpleContent>
          </xs:complexType>
        </xs:element>
      </xs:choice>
      <xs:attribute name="classname" type="name" use="required"/>
      <xs:attribute name="name" type="name" use="required"/>
      <xs:attribute name="time" type="xs:decimal" use="required"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`;

/** Checkstyle's report, as https://checkstyle.org/result_reports.html shows it. */
export const CHECKSTYLE = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="checkstyle">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="file" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence><xs:element ref="error" maxOccurs="unbounded"/></xs:sequence>
            <xs:attribute name="name" type="xs:string" use="required"/>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attribute name="version" type="xs:string" use="required"/>
    </xs:complexType>
    <xs:unique name="files"><xs:selector xpath="file"/><xs:field xpath="@name"/></xs:unique>
  </xs:element>
  <xs:element name="error">
    <xs:complexType>
      <xs:attribute name="line" type="xs:positiveInteger" use="required"/>
      <xs:attribute name="column" type="xs:positiveInteger" use="required"/>
      <xs:attribute name="severity" use="required">
        <xs:simpleType>
          <xs:restriction base="xs:string">
            <xs:enumeration value="ignore"/>
            <xs:enumeration value="info"/>
            <xs:enumeration value="warning"/>
            <xs:enumeration value="error"/>
          </xs:restriction>
        </xs:simpleType>
      </xs:attribute>
      <xs:attribute name="message" type="xs:string" use="required"/>
      <xs:attribute name="source" type="xs:string" use="required"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`;

/** What `xmllint --schema` says of documents that do not fit a schema: nothing when all do. All go into one process. */
export function schemaComplaints(schema: string, documents: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sf-isa-schema-'));
  try {
    writeFileSync(join(folder, 'schema.xsd'), schema);
    const names = documents.map((document, index) => {
      writeFileSync(join(folder, `${index}.xml`), document);
      return `${index}.xml`;
    });
    const flags = ['--noout', '--nonet', '--schema', 'schema.xsd'];
    const { stderr, status, error } = spawnSync('xmllint', [...flags, ...names], { cwd: folder, encoding: 'utf8' });
    if (error) throw error;
    const complaints = stderr.split('\n').filter((line) => line !== '' && !/^\d+\.xml validates$/.test(line));
    return status === 0 && complaints.length === 0 ? '' : `exit ${status}\n${complaints.join('\n')}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
