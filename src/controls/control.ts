/** One thing that a document or a benchmark asks for. The rules that answer it name its id in their `controls`. */
export interface Control {
  /** The prefix of its framework, then what the document calls the place: `ISA-GOTCHA-2`. */
  readonly id: string;
  /** The part of the document it stands in, as a headline. */
  readonly group: string;
  /** What it asks, in our own words, without a final period. */
  readonly title: string;
  /** A sentence for readers of the document: where the platform is otherwise than it says. */
  readonly note?: string;
  /** Keys of `sf-isa.yml` where a team writes its answer down; `integrations[].x` is a key of each entry. */
  readonly config?: readonly string[];
  /** A sentence: why metadata cannot answer it, or not all of it. Required where no rule answers. */
  readonly person?: string;
}

/** A document or a benchmark, with all that it asks for in its own order. */
export interface Framework {
  /** What its ids begin with, without the hyphen; each id has one framework. */
  readonly prefix: string;
  readonly title: string;
  /** Markdown: where it comes from, and what its ids stand for. */
  readonly about: string;
  readonly controls: readonly Control[];
}
