import { z } from 'zod';
import { QUALIFICATIONS, ROLES } from '../kernel/actor.js';
import { userName } from './person-name.js';
import type { StoredUser } from './store.js';

const email = z
  .email('Not an e-mail address.')
  .max(254)
  .transform((text) => text.toLowerCase());
const role = z.enum(ROLES);
const qualifications = z
  .array(z.enum(QUALIFICATIONS))
  .max(20)
  .transform((values) => [...new Set(values)]);

export const userInput = z
  .strictObject({
    name: userName.describe('unique; what COEs call the person'),
    email: email.optional(),
    role: role.default('viewer'),
    qualifications: qualifications.default([]),
  })
  .meta({ id: 'UserInput' });
export type UserInput = z.output<typeof userInput>;

export const userPatch = z
  .strictObject({
    name: userName,
    email: email.nullable(),
    role,
    qualifications,
    active: z.boolean().describe('false signs the person out everywhere and revokes their tokens'),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Name at least one field to change.')
  .meta({ id: 'UserPatch' });
export type UserPatch = z.output<typeof userPatch>;

export const userSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable().optional().describe('only for administrators, and your own'),
    role,
    qualifications: z.array(z.enum(QUALIFICATIONS)),
    active: z.boolean(),
    signsInBy: z.enum(['identityProvider', 'tokenOrLink']),
    createdAt: z.string(),
  })
  .meta({ id: 'User' });

/** @param withEmail for administrators and the person */
export function presentUser(user: StoredUser, withEmail: boolean): z.output<typeof userSchema> {
  return {
    id: user._id,
    name: user.name,
    ...(withEmail ? { email: user.email ?? null } : {}),
    role: user.role,
    qualifications: user.qualifications ?? [],
    active: user.active !== false,
    signsInBy: user.identity ? 'identityProvider' : 'tokenOrLink',
    createdAt: user.createdAt,
  };
}
