import { defineRule } from './rule.js';

export default defineRule({
  id: 'metadata-unreadable',
  title: 'Metadata file that cannot be read',
  severity: 'high',
  confidence: 'high',
  persona: 'regular',
  looksAt: ['Project'],
  tags: ['project'],
  why: `What cannot be read cannot be checked, so a scan that passed over it would look cleaner than it is. A file is
refused when it is not well-formed XML, is empty, holds an unresolved merge conflict, has a DOCTYPE (metadata never
does, and entity tricks need one), has the root element of another type, is not UTF-8, or is larger than 64 MiB.
Salesforce refuses most of these files at deployment, too.`,
  remedy: `Mend the file at the place that is shown, or retrieve it again. A Git LFS pointer wants \`git lfs pull\`.`,
  whenWrong: `A file that only looks like metadata, such as a template of another tool, does not belong in a package
directory; name it in \`.forceignore\`.`,
  links: ['https://www.w3.org/TR/xml/', 'https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing'],
  controls: ['CWE-112', 'CWE-611'],
  since: '0.1.0',
  runsLast: true,

  *check(project) {
    for (const file of project.unreadableFiles()) {
      if (!file.deployed) continue;
      yield {
        component: file.component,
        where: file,
        message: `${file.component.type} ${file.component.fullName} cannot be read: the file ${file.problem}`,
        label: 'unreadable from here',
        fix: 'mend the file or retrieve it again',
      };
    }
  },
});
