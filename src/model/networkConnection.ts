import { wantedElements } from '../xml/outline.js';
import type { ComponentBase, ElementReader, Field } from './component.js';

/** A private connection between the org and a cloud, by Private Connect. */
interface NetworkConnectionBase<Type extends string> extends ComponentBase<Type> {
  readonly isActive: Field<boolean> | undefined;
  /** `Ready`, or how far it is from there, at the time of the retrieve. */
  readonly status: Field | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_inboundnetworkconnection.htm */
export type InboundNetworkConnection = NetworkConnectionBase<'InboundNetworkConnection'>;

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_outboundnetworkconnection.htm */
export type OutboundNetworkConnection = NetworkConnectionBase<'OutboundNetworkConnection'>;

export const NETWORK_CONNECTION_ELEMENTS = wantedElements('isActive', 'status');

export const readNetworkConnection = <Type extends string>(
  base: ComponentBase<Type>,
  root: ElementReader
): NetworkConnectionBase<Type> => ({ ...base, isActive: root.flag('isActive'), status: root.field('status') });
