/** What the tests use of jsdom, which has no types of its own. */
declare module 'jsdom' {
  export class JSDOM {
    public constructor(html?: string);
    public readonly window: Window & typeof globalThis;
  }
}
