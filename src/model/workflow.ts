import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field, Placed } from './component.js';

/**
 * The workflow of one object, as far as outbound messages go.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_workflow.htm
 */
export interface Workflow extends ComponentBase<'Workflow'> {
  readonly outboundMessages: readonly OutboundMessage[];
  readonly rules: readonly WorkflowRule[];
}

/** A SOAP message that the org sends by itself; a rule, an approval process or a flow sets it off. */
export interface OutboundMessage extends Placed {
  /** Without the object's name. */
  readonly fullName: string;
  readonly endpointUrl: Field | undefined;
  readonly includeSessionId: Field<boolean> | undefined;
  /** The user whose session it is. */
  readonly integrationUser: Field | undefined;
}

/** A workflow rule that sets off outbound messages. */
export interface WorkflowRule extends Placed {
  readonly active: Field<boolean> | undefined;
  /** Names of the outbound messages, those of its time triggers among them. */
  readonly outboundMessages: readonly string[];
}

export const WORKFLOW_ELEMENTS = wantedElements('outboundMessages', 'rules');

/** A decomposed workflow's `roots` are its own file, if it has one, and those of its parts. */
export const readWorkflow = (base: ComponentBase<'Workflow'>, roots: readonly ElementReader[]): Workflow => ({
  ...base,
  outboundMessages: roots.flatMap((root) =>
    root.children('outboundMessages', 'fullName').flatMap((message) => {
      const fullName = message.field('fullName')?.value;
      if (fullName === undefined) return [];
      return [
        {
          at: message.at,
          element: message.element,
          fullName,
          endpointUrl: message.field('endpointUrl'),
          includeSessionId: message.flag('includeSessionId'),
          integrationUser: message.field('integrationUser'),
        },
      ];
    })
  ),
  rules: roots.flatMap((root) =>
    root.children('rules', 'fullName').map((rule) => ({
      at: rule.at,
      element: rule.element,
      active: rule.flag('active'),
      outboundMessages: [rule, ...rule.children('workflowTimeTriggers')]
        .flatMap((holder) => holder.children('actions'))
        .filter((action) => action.field('type')?.value === 'OutboundMessage')
        .flatMap((action) => action.field('name')?.value ?? []),
    }))
  ),
});

/** Whether only rules that are not active set off a message. Approval processes and flows are not looked at. */
export function isIdle({ rules }: Workflow, { fullName }: OutboundMessage): boolean {
  const senders = rules.filter(({ outboundMessages }) => outboundMessages.includes(fullName));
  return senders.length > 0 && senders.every(({ active }) => active?.value === false);
}
