import type { PicturePlace } from './pictures.js';

/** The document that the PDF template walks. Every string is data: nothing in it is ever read as markup. */
export type Inline =
  | { t: 'text'; v: string }
  /** A long word without a place to break: its parts may be put on different lines, and copy as one word. */
  | { t: 'long'; parts: string[] }
  | { t: 'strong' | 'em' | 'del'; c: Inline[] }
  | { t: 'code'; v: string[] }
  | { t: 'link'; href: string; c: Inline[] }
  /** A citation that the report made: E1. In print the first has a footnote, the row of the table of evidence is where others lead. */
  | { t: 'cite'; label: string; role?: 'first' | 'again' | 'row' }
  /** A picture beside the COE, by its id. */
  | { t: 'file'; id: string; alt: string }
  | { t: 'box'; checked: boolean }
  | { t: 'br' };

export type Block =
  | { t: 'heading'; level: number; c: Inline[] }
  /** `rtl`: its first letter is of a script that runs from right to left. */
  | { t: 'par'; c: Inline[]; rtl?: true }
  | { t: 'quote'; c: Block[] }
  | { t: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { t: 'code'; lines: string[][] }
  | { t: 'rule' }
  | { t: 'note'; v: string }
  /** Where the template wants pictures of this service. */
  | { t: 'picture'; place: PicturePlace }
  /** A picture drawn by this service, never one of a person. */
  | { t: 'image'; svg: string; alt: string }
  /** A picture of a person that stands by itself. */
  | { t: 'figure'; id: string; alt: string }
  | TableBlock;

export type TableBlock = {
  t: 'table';
  align: ('left' | 'center' | 'right')[];
  /** 0 makes a column as wide as its longest cell; below zero as wide as so many ems; any other number is its share of the rest. */
  widths: number[];
  head: Inline[][];
  rows: Inline[][][];
};
