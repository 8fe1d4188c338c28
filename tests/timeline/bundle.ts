import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import { item } from './items.js';

/**
 * One real incident as an importer makes it of four files (Alertmanager, Slack, CSV, host log). Facts from Wikitech's documentation of
 * 2020-01-08 mw-api (CC BY-SA), wording and envelopes made by hand.
 */
const at = (clock: string): string => `2020-01-08T${clock}:00Z`;

const alert = (
  clock: string,
  state: 'firing' | 'ok',
  name: string,
  instance: string,
  delivery: string,
): StoredEvidenceItem =>
  item({
    at: at(clock),
    kind: 'alarm',
    source: 'alertmanager',
    state,
    subject: name,
    dimensions: { alertname: name, instance },
    severity: 'critical',
    text: `${name} ${state === 'firing' ? 'firing' : 'resolved'} on ${instance}`,
    eventKey: `alertmanager:${name}:${instance}:${state}:${clock}`,
    deliveryKey: delivery,
  });
const chat = (clock: string, by: string, text: string): StoredEvidenceItem =>
  item({ at: at(clock), by, text, source: 'slack', subject: 'export' });
const log = (clock: string, host: string, text: string): StoredEvidenceItem =>
  item({ at: at(clock), kind: 'log', source: 'ndjson', subject: host, text });
const row = (clock: string, text: string): StoredEvidenceItem =>
  item({
    at: at(clock),
    kind: 'note',
    source: 'csv',
    precision: 'minute',
    zoneOrigin: 'declared',
    by: 'developer-1',
    text,
  });

export function bundle(): StoredEvidenceItem[] {
  return [
    alert('15:08', 'firing', 'PHPRendering', 'mw1280', 'd1'),
    alert('15:08', 'firing', 'PHPRendering', 'mw1280', 'd2'),
    alert('15:30', 'ok', 'ATSTLSAvailability', 'eqiad-lb', 'd3'),
    alert('15:29', 'ok', 'VarnishAvailability', 'eqiad-lb', 'd4'),
    row('15:04', 'Configuration sync starts: event client switched to TLS'),
    row('15:11', 'Revert tried; deployment fails'),
    row('15:24', 'Deploy retried; tool rejects the extra argument'),
    row('15:26', 'Revert deployed successfully (34 s)'),
    log('15:46', 'cp3062', 'ats-tls restarted; up 15:48:02'),
    log('15:45', 'cp3058', 'ats-tls restarted; up 15:46:45'),
    log('15:43', 'cp3054', 'ats-tls restarted; up 15:43:14'),
    log('15:41', 'cp3052', 'ats-tls restarted; up 15:41:29'),
    log('15:36', 'cp3056', 'ats-tls restarted; up 15:37:00'),
    log('15:36', 'cp3050', 'ats-tls restarted; up 15:37:43'),
    log('15:23', 'cp3062', 'Front-end cache crashes again'),
    log('15:22', 'cp3050', 'Front-end cache crashes again'),
    log('15:20', 'cp3058', 'Front-end cache crashes again'),
    log('15:06', 'cp3050, cp3054', 'Front-end caches crash on two hosts: cannot allocate memory'),
    item({ at: at('15:22'), kind: 'membership', by: 'release-1', text: 'release-1 joined the channel' }),
    chat('15:11', 'sre-1', 'Known trouble between php-fpm and TLS pointed out; revert requested'),
    chat('15:17', 'sre-1', 'Reason for the failed revert found: php-fpm cache checks'),
    chat(
      '15:19',
      'sre-2',
      'Several esams front-end caches seen crashed in the monitoring web page (reported only as warnings)',
    ),
    chat('15:23', 'release-1', 'Says the deploy tool needs --no-php-restart'),
    chat('15:25', 'sre-1', 'Conditional php restarts commented out of the deploy tool'),
    chat('15:30', 'sre-3', 'Very high ats-tls CPU seen on several nodes'),
    chat('15:37', 'sre-2', 'Rolling restart of ATS back ends in esams to free memory'),
    chat(
      '15:08',
      'system:monitoring',
      'PROBLEM - PHP rendering on mw1280 is CRITICAL: socket timeout after 10 seconds',
    ),
  ];
}
