/** What a scan of all rules reports: the team's config and suppressions hold for it, and no persona hides anything. */
export const EVERY_FINDING = {
  rule: [],
  'ignore-rule': [],
  'min-severity': undefined,
  'min-confidence': 'low',
  persona: 'auditor',
  'no-ignores': false,
  baseline: undefined,
  'no-baseline': true,
} as const;
