import type { Finding } from '../findings/finding.js';
import { repositoryPath } from './places.js';
import type { Reporter } from './reporter.js';
import { LEVELS, messageWithFix } from './wording.js';
import { xmlDocument, xmlText, type XmlNode } from './xml.js';

const SEVERITY = { error: 'error', warning: 'warning', note: 'info' } as const;

/** Checkstyle's XML, which many CI servers read: https://checkstyle.org/result_reports.html */
export const checkstyle: Reporter = (report, context) => {
  const files = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const path = repositoryPath(finding.location, context);
    const inFile = files.get(path);
    if (inFile) inFile.push(finding);
    else files.set(path, [finding]);
  }
  return xmlDocument({
    checkstyle: {
      '@version': '10.0',
      file: [...files].map(([path, findings]) => ({ '@name': xmlText(path), error: findings.map(error) })),
    },
  });
};

const error = (finding: Finding): XmlNode => ({
  '@line': finding.location.startLine,
  '@column': finding.location.startColumn,
  '@severity': SEVERITY[LEVELS[finding.severity]],
  '@message': xmlText(messageWithFix(finding)),
  // Jenkins shows what comes before the last period as a category, and what follows as the type.
  '@source': xmlText(`sf-isa.${finding.rule}`),
});
