import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';

let open: TestService;
beforeAll(async () => {
  open = await openTestService();
});
afterAll(() => open.close());

it('makes the indexes of every collection at start, also of one that a later part opens', async () => {
  const { models } = open.service.database.connection;
  expect(Object.keys(models).length).toBeGreaterThan(20);
  const missing = await Promise.all(
    Object.values(models).map(async (model) => {
      await model.createCollection();
      return { [model.modelName]: (await model.diffIndexes()).toCreate };
    }),
  );
  expect(missing.filter((row) => Object.values(row)[0]?.length)).toEqual([]);
});
