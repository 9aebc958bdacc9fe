import type { Section } from '../document.js';
import { PATTERN_PLACES } from '../places.js';
import type { ReportData } from '../reportData.js';
import { checklistOf } from './answers.js';
import { titled } from './titles.js';

/** The seven zero-trust patterns, and how far the orgs follow each. */
export const patterns = (data: ReportData): Section => ({
  ...titled('patterns'),
  blocks: [
    {
      kind: 'paragraph',
      text: 'The seven patterns for orgs that do not trust each other, with what the metadata and people say of each.',
    },
    checklistOf(data, PATTERN_PLACES),
  ],
});
