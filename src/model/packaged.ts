/** Whether a package brings a component: `namespace__Name`, also Salesforce's own `sfdcInternalInt__`. */
export const isPackaged = (fullName: string): boolean =>
  /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__[A-Za-z]/.test(fullName);
