import { DEFAULT_CONFIG } from './config.js';
import type { ConfigFile } from './configFile.js';

/** What a preset may set: how findings are judged and shown, never a fact about an org. */
export interface Preset extends Pick<ConfigFile, 'failOn' | 'minConfidence' | 'persona' | 'rules'> {
  /** What it is for, in a sentence for the documentation. */
  readonly summary: string;
}

/** What `extends` takes by name. */
export const PRESET_NAMES = ['recommended', 'strict', 'isv', 'all'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** What may stand in `extends`, to follow "must be" or "name". */
export const WHAT_TO_EXTEND = `a preset (${PRESET_NAMES.join(', ')}), a file such as "../sf-isa.yml", or an installed package`;

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  recommended: {
    summary: 'What holds without a config file, in so many words.',
    persona: DEFAULT_CONFIG.persona,
    failOn: DEFAULT_CONFIG.failOn,
    minConfidence: DEFAULT_CONFIG.minConfidence,
  },
  strict: {
    summary: 'For integrations that carry data which must not leak: what is only worth a look counts, too.',
    persona: 'pedantic',
    failOn: 'medium',
    rules: {
      'app-pkce-not-required': 'medium',
      'app-refresh-rotation-off': 'medium',
      'app-settings-not-for-source': 'medium',
      'certificate-owner-missing': 'medium',
      'certificate-shared-mtls-and-signing': 'high',
      'integration-owner-missing': 'medium',
      'integration-review-overdue': 'medium',
      'integration-unregistered': 'medium',
      'password-never-expires': 'medium',
      'private-connect-not-evaluated': 'medium',
      'session-ip-not-enforced': 'medium',
    },
  },
  // https://developer.salesforce.com/docs/atlas.en-us.packagingGuide.meta/packagingGuide/secure_code_ac_eca.htm
  isv: {
    summary: 'What Salesforce requires since 2026 of the connected apps and external client apps of its partners.',
    rules: {
      'app-ip-range-too-broad': { options: { requireTokenRanges: true } },
      'app-pkce-not-required': 'high',
      'app-refresh-rotation-off': 'high',
      'app-refresh-token-unlimited': { severity: 'high', options: { maxDays: 30 } },
    },
  },
  all: {
    summary: 'Everything that the rules can say, and every check that is off by default and needs no word of the team.',
    persona: 'auditor',
    minConfidence: 'low',
    rules: {
      'app-ip-range-too-broad': { options: { requireTokenRanges: true } },
    },
  },
};
