import { randomBytes } from 'node:crypto';

/** The address of a fresh, empty database on the run's engine. */
export function freshDatabaseUri(): string {
  const base = process.env.COE_TEST_MONGODB;
  if (!base) throw new Error('global-setup did not run: start tests with "npm test"');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const [address, query] = base.split('?');
  const trimmed = (address as string).replace(/^(mongodb(?:\+srv)?:\/\/[^/]+)\/?.*$/, '$1');
  return `${trimmed}/${name}${query ? `?${query}` : ''}`;
}
