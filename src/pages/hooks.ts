import type { Router } from 'express';
import { HOOK_KINDS, HOOK_SOURCES } from '../evidence/hooks/hook-kinds.js';
import { hookInput } from '../evidence/hooks/hook-schema.js';
import { type PresentedNewHook, presentHook, presentNewHook } from '../evidence/hooks/present-hook.js';
import { addressMark, changeHook, registerHook, removeHook, rotateHook } from '../evidence/hooks/register-hook.js';
import { parseBody } from '../http/validate.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { PageParts } from './parts.js';
import { fieldOf, seedOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'hookParts' | 'publicUrl'>;
const PATH = '/admin/hooks';
const ROWS = 500;

/** `/admin/hooks`: who may send webhooks, and the forms that register, change and remove a sender. */
export function hooksScreen(router: Router, parts: Parts): void {
  const { ports, hookParts } = parts;
  showAt(router, ports, PATH, 'hooks.manage', (visit) => showHooks(parts, visit, {}));

  takeAt(router, ports, PATH, 'hooks.manage', async (visit) => {
    const typed = {
      source: fieldOf(visit.form, 'source'),
      name: fieldOf(visit.form, 'name').trim(),
      service: fieldOf(visit.form, 'service').trim(),
    };
    await showingFaults(parts, visit, typed, async () => {
      const body = parseBody(hookInput, { ...typed, service: typed.service || null, ...signingSecretOf(visit) });
      const seed = seedOf(visit.actor, visit.form);
      const id = seed === undefined ? newId('hook') : `hook_${seed.slice(0, 20)}`;
      await showingOnce(visit, async () => {
        const made = await registerHook(hookParts, body, visit.actor, id);
        await showHooks(parts, visit, { made: presentNewHook(made, baseOf(parts, visit)) });
      });
    });
  });

  takeAt(router, ports, `${PATH}/:id/rotate`, 'hooks.manage', async (visit) => {
    const options = { keepOldHours: 24, instead: fieldOf(visit.form, 'instead') || undefined };
    await showingOnce(visit, async () => {
      const made = await rotateHook(hookParts, idOf(visit), options, visit.actor);
      await showHooks(parts, visit, { made: presentNewHook(made, baseOf(parts, visit)) });
    });
  });

  takeAt(router, ports, `${PATH}/:id/change`, 'hooks.manage', async (visit) => {
    await showingFaults(parts, visit, {}, async () => {
      const enabled = fieldOf(visit.form, 'enabled');
      const patch = { ...(enabled === '' ? {} : { enabled: enabled === 'true' }), ...signingSecretOf(visit) };
      if (Object.keys(patch).length > 0) await changeHook(hookParts, idOf(visit), patch, visit.actor);
      visit.response.redirect(303, PATH);
    });
  });

  takeAt(router, ports, `${PATH}/:id/remove`, 'hooks.manage', async (visit) => {
    await removeHook(hookParts, idOf(visit), visit.actor);
    visit.response.redirect(303, PATH);
  });
}

type Shown = { made?: PresentedNewHook; typed?: Record<string, string>; problem?: string; errors?: FieldError[] };

/** A page that answers a form with a secret is reloaded by sending the form again: that changes nothing, and shows nothing again. */
async function showingOnce({ response }: Visit, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    response.redirect(303, PATH);
  }
}

/** A secret is on the page that answers the form, and nowhere else. */
async function showHooks({ hookParts }: Parts, { response }: Visit, shown: Shown, status = 200): Promise<void> {
  const rows = await hookParts.hooks.list(ROWS, undefined);
  const titled = <H extends { source: keyof typeof HOOK_KINDS }>(hook: H) => ({
    ...hook,
    title: HOOK_KINDS[hook.source].title,
  });
  if (shown.made !== undefined) response.setHeader('Cache-Control', 'no-store');
  showPage(
    response,
    'hooks',
    { title: 'Webhooks', section: '/admin/hooks' },
    {
      hooks: rows.map((row) => ({ ...titled(presentHook(row)), address: addressMark(row) })),
      key: newId('form'),
      kinds: HOOK_SOURCES.map((source) => ({ source, title: HOOK_KINDS[source].title })),
      ...shown,
    },
    status,
  );
}

async function showingFaults(
  parts: Parts,
  visit: Visit,
  typed: Record<string, string>,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation') throw error;
    await showHooks(parts, visit, { typed, problem: error.message, errors: error.errors }, 422);
  }
}

function signingSecretOf({ form }: Visit): { signingSecret?: string } {
  const signingSecret = fieldOf(form, 'signingSecret').trim();
  return signingSecret === '' ? {} : { signingSecret };
}

const idOf = ({ request }: Visit) => request.params.id as string;

function baseOf({ publicUrl }: Parts, { request }: Visit): string {
  return publicUrl ?? `${request.protocol}://${request.get('Host') ?? 'localhost'}`;
}
