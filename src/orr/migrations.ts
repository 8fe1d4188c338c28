import type { Migration } from '../database/migrations.js';

/** Changes of stored proposals and questions, oldest first. */
export const ORR_MIGRATIONS: readonly Migration[] = [
  {
    id: '2026-11-orr-origins',
    async up(connection) {
      const more = { severity: 'medium', risk: '', helpfulResource: null };
      await connection.collection('orrProposals').updateMany({ severity: { $exists: false } }, { $set: more });
      const questions = connection.collection('orrQuestions');
      await questions.updateMany({ origins: { $exists: false } }, [
        {
          $set: {
            ...more,
            origins: { $cond: [{ $eq: [{ $ifNull: ['$origin', null] }, null] }, [], ['$origin']] },
            ...{ area: '', kinds: [], version: 1, retired: false, history: [] },
          },
        },
        { $unset: 'origin' },
      ]);
    },
  },
  {
    id: '2026-12-orr-recurrences',
    async up(connection) {
      const more = { others: [], recurrenceId: null, wordedBy: { drafter: 'rules' } };
      await connection.collection('orrProposals').updateMany({ wordedBy: { $exists: false } }, { $set: more });
    },
  },
];
