/** One request of a sender, as it came. */
export type Delivery = { body: Buffer; header(name: string): string | undefined };
