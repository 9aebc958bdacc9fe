import { setTo } from '../fixes/edit.js';
import type { Project } from '../model/project.js';
import { settingsNamed } from '../model/settings.js';
import { defineRule } from './rule.js';

/** Events of the API: queries and bulk results, and what looks abnormal about them. */
const API_EVENT = /^(?:Api|BulkApi)/;

export default defineRule({
  id: 'event-monitoring-off',
  title: 'No log of what integrations do',
  severity: 'low',
  confidence: 'medium',
  persona: 'regular',
  looksAt: ['Settings', 'TransactionSecurityPolicy'],
  tags: ['monitoring'],
  why: `The org writes no event log files, streams no event of the API, and has no active policy on one. When an integration's credential is
misused, the query that took the data is nowhere: login history shows that somebody came, and not what they read.

With Event Monitoring (an add-on, or part of Shield) the log files are written once \`enableEventLogGeneration\` is on, which it is not by
default. Without the add-on only few event types are there, API Total Usage among them, and they are kept for a day. The rule speaks only
where the settings file says \`false\`. A log file is no table of records: what was read stands in columns of the file inside it.`,
  remedy: `Turn the log files on, and send them to where they are kept and looked at:

\`\`\`xml
<EventSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <enableEventLogGeneration>true</enableEventLogGeneration>
</EventSettings>
\`\`\`

With Real-Time Event Monitoring, also stream \`ApiEvent\` or store \`ApiAnomalyEventStore\`.`,
  setup: 'Security > Event Monitoring > Event Monitoring Settings > Generate event log files',
  whenWrong: `An org without the add-on cannot turn it on: accept the finding with that reason, and collect the free event types each day. Scratch orgs
and sandboxes need no log; the settings of the production org may be another file.`,
  links: [
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_eventsettings.htm',
    'https://docs.securitybenchmark.org',
  ],
  controls: ['CWE-778', 'SBS-ACS-009', 'SBS-INT-004', 'ZT-CHECK-18', 'ZT-LAYER-5', 'ZT-PATTERN-5', 'ZT-PHASE-3'],
  since: '0.1.0',
  fixable: { safe: false, title: 'set `enableEventLogGeneration` to `true`' },

  *check(project) {
    if (watchesApi(project)) return;
    const streamedOff = settingsNamed(project, 'RealTimeEvent')
      .flatMap(({ realTimeEvents }) => realTimeEvents)
      .filter(({ entityName }) => API_EVENT.test(entityName.value));
    for (const settings of settingsNamed(project, 'Event')) {
      const { enableEventLogGeneration: setting } = settings;
      if (setting?.value !== false) continue;
      yield {
        component: settings,
        where: setting,
        message: 'Event settings write no event log files, and nothing else in the project watches the API',
        label: 'no record of what integrations read',
        related: streamedOff.slice(0, 3).map(({ at }) => ({ at, label: 'not streamed either' })),
        fix: 'set enableEventLogGeneration to true',
        edits: [setTo(setting, 'true')],
      };
    }
  },
});

/** Whether some event of the API is streamed or stored, or makes the org act. */
const watchesApi = (project: Project): boolean =>
  settingsNamed(project, 'RealTimeEvent').some(({ realTimeEvents }) =>
    realTimeEvents.some(({ entityName, isEnabled }) => isEnabled?.value === true && API_EVENT.test(entityName.value))
  ) ||
  project
    .all('TransactionSecurityPolicy')
    .some(({ active, eventName }) => active?.value === true && API_EVENT.test(eventName?.value ?? ''));
