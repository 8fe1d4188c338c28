import express, { Router } from 'express';
import { accountScreen } from './account.js';
import { actionItemsScreen } from './action-items.js';
import { adminScreens } from './admin.js';
import { apiDocsScreen } from './api-docs.js';
import { approvalRulesScreen } from './approval-rules.js';
import { coeCommentsScreen } from './coe-comments.js';
import { coeDraftScreen } from './coe-draft.js';
import { coeEditScreen } from './coe-edit.js';
import { coeEvidenceScreen } from './coe-evidence.js';
import { coeFactsScreen } from './coe-facts.js';
import { coeFilesScreen } from './coe-files.js';
import { coeHistoryScreens } from './coe-history.js';
import { coeListScreen } from './coe-list.js';
import { coeMetricsScreen } from './coe-metrics.js';
import { coeRelatedScreens } from './coe-related.js';
import { coeReportScreen } from './coe-report.js';
import { coeReviewScreen } from './coe-review.js';
import { coeTimelineScreen } from './coe-timeline.js';
import { draftingScreen } from './drafting.js';
import { errorPage, nothingHere } from './error-page.js';
import { healthScreen } from './health.js';
import { homeScreen } from './home.js';
import { hooksScreen } from './hooks.js';
import { inboxScreen } from './inbox.js';
import { notificationScreens } from './notifications.js';
import { oidcScreens } from './oidc.js';
import { opsReviewScreens } from './ops-reviews.js';
import { orrScreen } from './orr.js';
import { orrQuestionScreens } from './orr-questions.js';
import { orrReviewScreens } from './orr-reviews.js';
import { orrTemplateScreens } from './orr-templates.js';
import type { PageParts } from './parts.js';
import { questionsScreen } from './questions.js';
import { readinessScreens } from './readiness.js';
import { recurrenceScreens } from './recurrences.js';
import { searchScreen } from './search.js';
import { servicesScreen } from './services.js';
import { signInScreens } from './sign-in.js';
import { sourcesScreen } from './sources.js';
import { startCoeForms } from './start-coe.js';
import { STATIC_FOLDER } from './view.js';

/** All screens with their error pages, to be mounted after the API. Static files carry a hash in their address and never change. */
export function pageRoutes(parts: PageParts): Router {
  const router = Router();
  router.use((_request, response, next) => {
    // With "no-referrer" browsers send "Origin: null" with our own forms, and the check for foreign forms would refuse them.
    response.setHeader('Referrer-Policy', 'same-origin');
    next();
  });
  router.use(
    '/static/:version',
    express.static(STATIC_FOLDER, { index: false, immutable: true, maxAge: '1y', redirect: false }),
  );
  signInScreens(router, parts);
  oidcScreens(router, parts);
  accountScreen(router, parts);
  adminScreens(router, parts);
  apiDocsScreen(router, parts);
  homeScreen(router, parts);
  startCoeForms(router, parts);
  coeListScreen(router, parts);
  coeReportScreen(router, parts);
  coeEvidenceScreen(router, parts);
  coeMetricsScreen(router, parts);
  coeDraftScreen(router, parts);
  coeFactsScreen(router, parts);
  coeFilesScreen(router, parts);
  coeTimelineScreen(router, parts);
  coeRelatedScreens(router, parts);
  coeCommentsScreen(router, parts);
  coeReviewScreen(router, parts);
  coeHistoryScreens(router, parts);
  coeEditScreen(router, parts);
  inboxScreen(router, parts);
  hooksScreen(router, parts);
  sourcesScreen(router, parts);
  questionsScreen(router, parts);
  draftingScreen(router, parts);
  healthScreen(router, parts);
  searchScreen(router, parts);
  recurrenceScreens(router, parts);
  servicesScreen(router, parts);
  notificationScreens(router, parts);
  readinessScreens(router, parts);
  approvalRulesScreen(router, parts);
  actionItemsScreen(router, parts);
  orrScreen(router, parts);
  orrQuestionScreens(router, parts);
  orrTemplateScreens(router, parts);
  orrReviewScreens(router, parts);
  opsReviewScreens(router, parts);
  router.use(nothingHere(parts));
  router.use(errorPage(parts));
  return router;
}
