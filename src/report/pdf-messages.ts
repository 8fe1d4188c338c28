import type { Pictures } from './pictures.js';
import type { Block } from './tree-node.js';

export type PrintImage = {
  id: string;
  bytes: Uint8Array;
  extension: string;
  width: number | null;
  height: number | null;
};

/** What the service and its printing process say to each other. */
export type PrintRequest = {
  id: number;
  /** Canonical Markdown, read in the printing process where a text that takes too long can be killed; or its tree. */
  content: string | Block[];
  pictures: Pictures;
  /** The COE's own pictures by id; width and height in pixels, where they are known. */
  images: readonly PrintImage[];
  title: string;
  /** What stands at the head of every page but the first. */
  running: string;
  /** For the file's metadata. */
  authors: readonly string[];
  keywords: readonly string[];
  watermark: string;
  fonts: readonly string[];
  createdAtSeconds: number;
};
export type PrintReply =
  | { id: number; pdf: Uint8Array; pages: number; accessible: boolean; problem: string | null }
  /** `tooLarge` when the document itself is beyond the bounds; else the template or the compiler failed. */
  | { id: number; failure: string; tooLarge: boolean };
