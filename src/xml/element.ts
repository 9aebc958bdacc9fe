import type { Location } from '../location.js';

/** One element of a metadata file, with the place it was written. */
export interface XmlElement {
  /** Without a namespace prefix: metadata has one namespace. */
  readonly name: string;
  /** Its own text, references decoded, line ends LF, blanks around it removed; comments are not part of it. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** From `<` of the opening tag to behind `>` of the closing tag. */
  readonly at: Location;
  /** What `text` was read from, or the whole element when there is none; of a root, its opening tag. */
  readonly textAt: Location;
}
