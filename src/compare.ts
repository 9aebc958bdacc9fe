/** In the order that UTF-16 units give, the same on every machine: for `sort`. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
