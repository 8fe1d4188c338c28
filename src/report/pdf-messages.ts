import type { PrintFigure } from './figures.js';
import type { Block } from './tree-node.js';

/** What the service and its printing process say to each other. */
export type PrintRequest = {
  id: number;
  /** Canonical Markdown, read in the printing process where a text that takes too long can be killed; or its tree. */
  content: string | Block[];
  figures: readonly PrintFigure[];
  title: string;
  watermark: string;
  fonts: readonly string[];
  createdAtSeconds: number;
};
export type PrintReply =
  | { id: number; pdf: Uint8Array; accessible: boolean; problem: string | null }
  | { id: number; failure: string };
