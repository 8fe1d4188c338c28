import { z } from 'zod';

/** One line without anything that changes how the text around it is read: control characters, bidirectional overrides, invisible ones. */
export const personName = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(200, 'At most 200 characters.')
  .refine(
    (text) => text.isWellFormed() && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text),
    'Only visible characters on one line.',
  );

/** The unique name of a user. An `@` would make it pass for somebody's e-mail, and our own prefix for an id. */
export const userName = personName
  .refine((text) => !text.includes('@'), 'Not an e-mail address: give that as "email".')
  .refine((text) => !/^user_/i.test(text), 'Not starting with "user_", which begins ids.');
