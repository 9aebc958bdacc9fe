import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field } from './component.js';

/**
 * What the org does by itself when an event looks wrong.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_transactionsecuritypolicy.htm
 */
export interface TransactionSecurityPolicy extends ComponentBase<'TransactionSecurityPolicy'> {
  readonly active: Field<boolean> | undefined;
  readonly eventName: Field | undefined;
}

export const TRANSACTION_SECURITY_POLICY_ELEMENTS = wantedElements('active', 'eventName');

export const readTransactionSecurityPolicy = (
  base: ComponentBase<'TransactionSecurityPolicy'>,
  root: ElementReader
): TransactionSecurityPolicy => ({ ...base, active: root.flag('active'), eventName: root.field('eventName') });
