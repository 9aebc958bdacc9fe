/** What an inventory can be of, the default first. */
export const INVENTORY_KINDS = ['integrations', 'certificates', 'endpoints', 'apps', 'principals'] as const;
export type InventoryKind = (typeof INVENTORY_KINDS)[number];

/** What it can be printed as, the default first. */
export const INVENTORY_FORMATS = ['table', 'csv', 'json', 'markdown'] as const;
export type InventoryFormat = (typeof INVENTORY_FORMATS)[number];
