/** How the service tells services apart; the register of services answers it, and rooms that compare services ask it. */
export type ServiceNames = {
  /** Equal for all names of one service. */
  keyOf(name: string): string;
  /** What the register calls it; the name itself where it is not known. */
  nameOf(name: string): string;
};

/** Every way in which COEs and the register write a service, the given one included: for filters of the database. */
export type SpellingsOf = (service: string) => Promise<string[]>;

const keys = new Map<string, string>();
const MOST_KEYS = 10_000;

/** Case and punctuation part no services: "MW API" is "mw-api". Kept: every search asks for the keys of all services that it counts. */
export function plainServiceKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '') || name.toLowerCase().trim();
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(name, key);
  return key;
}

/** Without a register every name stands for itself. */
export const plainServiceNames: ServiceNames = {
  keyOf: plainServiceKey,
  nameOf: (name) => name,
};
