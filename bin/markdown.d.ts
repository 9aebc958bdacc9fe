/** The build puts the text of a messages file in place of its import. */
declare module '*.md' {
  const text: string;
  export default text;
}
