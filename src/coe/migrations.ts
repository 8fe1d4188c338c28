import type { Migration } from '../database/migrations.js';

/** Changes of stored COEs, oldest first. */
export const COE_MIGRATIONS: readonly Migration[] = [
  {
    id: '2026-11-coe-facts',
    async up(connection) {
      await connection
        .collection('coes')
        .updateMany({ 'content.facts': { $exists: false } }, { $set: { 'content.facts': [] } });
    },
  },
];
