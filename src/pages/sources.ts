import type { Router } from 'express';
import { describeSources } from '../evidence/registry.js';
import type { PageParts } from './parts.js';
import { showAt } from './screen.js';
import { showPage } from './view.js';

/** `/admin/sources`: what can be imported, and how each source is recognised. */
export function sourcesScreen(router: Router, { ports }: Pick<PageParts, 'ports'>): void {
  showAt(router, ports, '/admin/sources', 'hooks.manage', ({ response }) => {
    const frame = { title: 'Sources of evidence', section: '/admin/sources' };
    showPage(response, 'admin-sources', frame, { sources: describeSources() });
  });
}
