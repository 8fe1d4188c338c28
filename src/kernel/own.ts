/** A member of a record by a name that people choose: `constructor` is there only when somebody put it there. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
