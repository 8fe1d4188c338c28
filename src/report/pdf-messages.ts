/** What the service and its printing process say to each other. */
export type PrintRequest = {
  id: number;
  /** The document as the template reads it, JSON. */
  document: string;
  /** The same with a notice that it is not accessible, printed when the document does not meet PDF/UA-1. */
  documentWithNotice: string;
  createdAtSeconds: number;
};
export type PrintReply =
  | { id: number; pdf: Uint8Array; accessible: boolean; problem: string | null }
  | { id: number; failure: string };
