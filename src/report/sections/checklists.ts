import type { Section } from '../document.js';
import { ARCHITECTURE_CHECK_PLACES, ZERO_TRUST_CHECK_PLACES } from '../places.js';
import type { ReportData } from '../reportData.js';
import { checklistOf } from './answers.js';
import { heading, titled } from './titles.js';

/** The review checklists of both documents, each item with its verdict and what that rests on. */
export const checklists = (data: ReportData): Section => ({
  ...titled('checklists'),
  blocks: [
    heading('checklists-architecture'),
    checklistOf(data, ARCHITECTURE_CHECK_PLACES),
    heading('checklists-zero-trust'),
    checklistOf(data, ZERO_TRUST_CHECK_PLACES),
  ],
});
