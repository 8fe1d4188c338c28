import {
  at,
  type Bundle,
  cloudWatch,
  grafana,
  jira,
  kubernetes,
  lines,
  officeTalk,
  opsgenie,
  pagerDutyHooks,
  pagerDutyLog,
  slackZip,
  statuspage,
  table,
} from './fresh-bundles.js';

const times = (day: string, clocks: string) => clocks.split(' ').map((clock) => at(day, clock));

/** A queue that nobody drains: an alarm of the night before, a drill, a scale-out that helps half, then the consumer is mended. */
function queueBacklog(): Bundle {
  const day = '2026-05-06';
  return {
    name: 'invoice queue: backlog, older alarm, drill, half a mitigation',
    files: [
      [
        'sqs-age.json',
        cloudWatch(day, 'invoice-queue-age-of-oldest-message', [
          ['02:10:00', 'OK', 'ALARM'],
          ['02:25:00', 'ALARM', 'OK'],
          ['10:22:00', 'OK', 'ALARM'],
          ['12:04:00', 'ALARM', 'OK'],
        ]),
      ],
      [
        'pagerduty.json',
        pagerDutyLog(day, '[#4410] invoice-queue age of oldest message', [
          ['10:22:10', 'trigger', 'Triggered through the API'],
          ['10:22:11', 'notify', 'Notified Marta by phone'],
          ['10:27:12', 'escalate', 'Escalated to Jonas: timeout'],
          ['10:29:40', 'acknowledge', 'Acknowledged by Jonas', 'Jonas'],
          ['12:15:00', 'resolve', 'Resolved by Jonas', 'Jonas'],
        ]),
      ],
      [
        'deploys.csv',
        table(
          ['time', 'service', 'version', 'status', 'by'],
          [
            ['2026-05-06T08:02:00Z', 'invoice-web', '2026.5.1', 'succeeded', 'ci'],
            ['2026-05-06T10:05:00Z', 'invoice-consumer', '2026.5.2', 'succeeded', 'ci'],
            ['2026-05-06T11:38:00Z', 'invoice-consumer', '2026.5.3', 'succeeded', 'Jonas'],
          ],
        ),
      ],
      [
        'slack.zip',
        slackZip(
          day,
          'billing-ops',
          ['Jonas', 'Marta', 'Rui', 'Hanna'],
          [
            ['09:00:00', 'Hanna', 'GAME DAY DRILL: pretend the invoice queue is stuck, page the on-call'],
            ['09:06:00', 'Rui', 'drill: on it'],
            ['09:15:00', 'Hanna', 'drill over, resolved, thanks'],
            ...officeTalk(545, 6, 'Rui'),
            ['10:26:00', 'Hanna', 'support has three customers who got no invoice this morning'],
            ['10:30:30', 'Jonas', 'taking a look'],
            ['10:41:00', 'Jonas', 'queue depth is 48,000 and growing, consumers sit idle'],
            ['10:52:00', 'Marta', 'scaled consumers from 4 to 12'],
            ['11:03:00', 'Marta', 'backlog shrinks a little but it is not fixed, most messages still fail'],
            ['11:20:00', 'Rui', 'could be the new schema check?'],
            [
              '11:26:00',
              'Jonas',
              'root cause: 2026.5.2 rejects messages without a tax code and they go back to the queue',
            ],
            ['11:30:00', 'Jonas', 'will deploy 2026.5.3 with the check off'],
            ['11:47:00', 'Jonas', 'fix is out and invoices are flowing again, 31,000 messages left to drain'],
            ['12:05:00', 'Marta', 'backlog drained, queue is empty'],
            ['12:14:00', 'Jonas', 'closing this one'],
            ...officeTalk(760, 5, 'Rui'),
          ],
        ),
      ],
    ],
    truth: {
      detected: at(day, '10:22'),
      engaged: at(day, '10:29:40'),
      diagnosed: at(day, '11:26'),
      mitigated: at(day, '11:47'),
      resolved: at(day, '12:15'),
    },
    key: times(
      day,
      '10:05:00 10:22:00 10:26:00 10:27:12 10:29:40 10:30:30 10:41:00 10:52:00 11:03:00 11:26:00 11:30:00 11:38:00 11:47:00 12:04:00 12:05:00 12:14:00 12:15:00',
    ),
  };
}

/** A certificate ran out; a warning of weeks ago was open, and the renewal on one of two edges was taken for the end. */
function expiredCertificate(): Bundle {
  const day = '2026-06-21';
  return {
    name: 'api gateway: expired certificate, forecast of weeks, renewal that reached one region',
    files: [
      [
        'grafana.ndjson',
        [
          grafana('2026-06-01', 'CertExpiresSoon', { service: 'api-gateway', severity: 'info' }, [['06:00:00']]),
          grafana(day, 'GatewayHandshakeErrors', { service: 'api-gateway', severity: 'critical' }, [
            ['00:03:00'],
            ['00:03:00', '01:31:00'],
          ]),
        ].join('\n'),
      ],
      [
        'opsgenie.ndjson',
        opsgenie(day, 'GatewayHandshakeErrors api-gateway', [
          ['00:03:20', 'Create'],
          ['00:19:00', 'Acknowledge', 'sven@example.com'],
          ['01:40:00', 'Close', 'sven@example.com'],
        ]),
      ],
      [
        'chat.ndjson',
        lines([
          {
            time: at(day, '00:12'),
            actor: 'Partner desk',
            text: 'partners report that every call to us fails with certificate has expired',
          },
          { time: at(day, '00:21'), actor: 'Sven', text: 'I am on it, looking at the edge now' },
          {
            time: at(day, '00:28'),
            actor: 'Sven',
            text: 'found it: the certificate of api.example.com expired at 00:00 UTC, auto renewal was off',
          },
          { time: at(day, '00:40'), actor: 'Liv', text: 'ordering a new certificate' },
          { time: at(day, '00:58'), actor: 'Liv', text: 'new certificate installed in eu-west, errors there are gone' },
          { time: at(day, '01:05'), actor: 'Partner desk', text: 'is this resolved? US partners still cannot connect' },
          { time: at(day, '01:09'), actor: 'Sven', text: 'not resolved, us-east still serves the old certificate' },
          {
            time: at(day, '01:27'),
            actor: 'Liv',
            text: 'certificate installed in us-east too, handshakes are back to normal everywhere',
          },
          { time: at(day, '01:41'), actor: 'Sven', text: 'incident resolved' },
          { time: at(day, '09:10'), actor: 'Liv', text: 'good morning! anybody for breakfast?' },
          { time: at(day, '09:30'), actor: 'Ola', text: 'the parking garage is closed today' },
        ]),
      ],
      [
        'status.json',
        statuspage(day, 'API connection failures', [
          ['00:25:00', 'investigating', 'We are investigating failing connections to our API.'],
          ['00:45:00', 'identified', 'A certificate has expired; we are replacing it.'],
          ['01:35:00', 'monitoring', 'The certificate was replaced in all regions.'],
          ['01:50:00', 'resolved', 'This incident has been resolved.'],
        ]),
      ],
    ],
    truth: {
      detected: at(day, '00:03'),
      engaged: at(day, '00:19'),
      diagnosed: at(day, '00:28'),
      mitigated: at(day, '01:27'),
      resolved: [at(day, '01:40'), at(day, '01:50')],
    },
    key: times(
      day,
      '00:03:00 00:12:00 00:19:00 00:21:00 00:25:00 00:28:00 00:40:00 00:45:00 00:58:00 01:05:00 01:09:00 01:27:00 01:31:00 01:35:00 01:40:00 01:50:00',
    ),
  };
}

/** A payment provider is down: told by customers and its status page, worked around by a switch, over only when the provider is back. */
function thirdPartyOutage(): Bundle {
  const day = '2026-07-14';
  return {
    name: 'card payments: provider outage, workaround by another provider, staging noise',
    files: [
      [
        'jira.json',
        jira(
          day,
          'OPS-771',
          'Card payments are declined for many customers',
          'Highest',
          '14:09:00',
          'Service desk',
          [
            ['14:16:00', 'Dilek', 'In Progress', 'Open'],
            ['16:20:00', 'Dilek', 'Done', 'In Progress'],
          ],
          [
            ['14:20:00', 'Dilek', 'about 60% of card payments fail since 14:02, PayNorth answers 503'],
            ['15:01:00', 'Dilek', 'switched card traffic to the second provider, payments succeed again'],
            ['16:18:00', 'Dilek', 'PayNorth reports recovery, switched back to them'],
          ],
        ),
      ],
      [
        'alerts.ndjson',
        [
          grafana(day, 'PaymentErrors', { service: 'pay-api', env: 'staging', severity: 'critical' }, [
            ['13:20:00'],
            ['13:20:00', '18:00:00'],
          ]),
          grafana(day, 'PaymentErrorsHigh', { service: 'pay-api', env: 'production', severity: 'critical' }, [
            ['14:13:00'],
            ['14:13:00', '15:06:00'],
          ]),
        ].join('\n'),
      ],
      [
        'chat.zip',
        slackZip(
          day,
          'payments',
          ['Dilek', 'Bo', 'Nia'],
          [
            ...officeTalk(720, 9, 'Nia'),
            ['14:17:00', 'Dilek', 'investigating declined cards'],
            ['14:24:00', 'Bo', 'PayNorth status page is green though'],
            ['14:31:00', 'Dilek', 'confirmed with their support: PayNorth has an outage in their Oslo data centre'],
            ['14:38:00', 'Bo', 'turned retries off to spare the queue, does not help customers yet'],
            ['14:50:00', 'Dilek', 'we should switch to FjordPay, asking finance'],
            ['15:00:00', 'Bo', 'switched to FjordPay, 100% of card traffic'],
            ['15:04:00', 'Dilek', 'error rate back to normal, workaround holds'],
            ['16:16:00', 'Bo', 'PayNorth says they are back, moving traffic over'],
            ['16:21:00', 'Dilek', 'all good, incident closed'],
            ...officeTalk(1005, 4, 'Nia'),
          ],
        ),
      ],
    ],
    truth: {
      detected: [at(day, '14:09'), at(day, '14:13')],
      engaged: [at(day, '14:16'), at(day, '14:17')],
      diagnosed: at(day, '14:31'),
      mitigated: [at(day, '15:00'), at(day, '15:01'), at(day, '15:04')],
      resolved: [at(day, '16:20'), at(day, '16:21')],
    },
    key: times(
      day,
      '14:09:00 14:13:00 14:16:00 14:17:00 14:20:00 14:24:00 14:31:00 14:38:00 14:50:00 15:00:00 15:01:00 15:04:00 15:06:00 16:16:00 16:18:00 16:20:00 16:21:00',
    ),
  };
}

/** A flag turned on for half of the users; the first switch-off was cached, a second flag was blamed and was innocent. */
function badFlag(): Bundle {
  const day = '2026-08-19';
  return {
    name: 'search page: feature flag, wrong suspect first, switch-off that a cache delayed',
    files: [
      [
        'flags.csv',
        table(
          ['time', 'event', 'by'],
          [
            ['2026-08-19T12:30:00Z', 'feature flag dark-mode set to 100%', 'Uma'],
            ['2026-08-19T13:00:00Z', 'feature flag ranker-v3 set to 50%', 'Eli'],
            ['2026-08-19T13:34:00Z', 'feature flag dark-mode set to 0%', 'Eli'],
            ['2026-08-19T13:49:00Z', 'feature flag ranker-v3 set to 0%', 'Eli'],
          ],
        ),
      ],
      [
        'pd-hooks.ndjson',
        pagerDutyHooks(day, 'SearchLatencyP99 over 4 s', 'search', [
          ['13:12:00', 'triggered', null, 'triggered'],
          ['13:14:30', 'acknowledged', 'Eli', 'acknowledged'],
          ['14:20:00', 'resolved', 'Eli', 'resolved'],
        ]),
      ],
      [
        'k8s.json',
        kubernetes(day, [
          [
            '13:09:00',
            'Warning',
            'Unhealthy',
            'search-7c9d-abcde',
            'Readiness probe failed: HTTP probe failed with statuscode: 503',
          ],
          ['13:16:00', 'Warning', 'BackOff', 'search-7c9d-abcde', 'Back-off restarting failed container'],
          ['13:20:00', 'Normal', 'Pulled', 'reports-55f-zzzzz', 'Container image already present on machine'],
          ['13:58:00', 'Normal', 'Started', 'search-7c9d-abcde', 'Started container search'],
        ]),
      ],
      [
        'chat.ndjson',
        lines([
          { time: at(day, '11:00'), actor: 'Uma', text: 'standup in five minutes' },
          { time: at(day, '13:15'), actor: 'Eli', text: 'looking into the search latency page' },
          { time: at(day, '13:25'), actor: 'Support', text: 'users complain that search takes ten seconds or fails' },
          { time: at(day, '13:31'), actor: 'Uma', text: 'maybe dark-mode? it went to 100% today' },
          { time: at(day, '13:34'), actor: 'Eli', text: 'turned dark-mode off to rule it out' },
          { time: at(day, '13:40'), actor: 'Eli', text: 'no change, latency is still at 6 s, so it was not dark-mode' },
          { time: at(day, '13:47'), actor: 'Eli', text: 'identified: ranker-v3 loads its model on every request' },
          { time: at(day, '13:49'), actor: 'Eli', text: 'turning ranker-v3 off' },
          { time: at(day, '13:53'), actor: 'Uma', text: 'still slow, flag values are cached for ten minutes' },
          { time: at(day, '14:01'), actor: 'Eli', text: 'cache ran out, latency recovered to 300 ms' },
          { time: at(day, '14:19'), actor: 'Eli', text: 'stable for 15 minutes, resolving' },
          { time: at(day, '15:30'), actor: 'Uma', text: 'anyone has a charger for me?' },
        ]),
      ],
    ],
    truth: {
      detected: at(day, '13:12'),
      engaged: at(day, '13:14:30'),
      diagnosed: at(day, '13:47'),
      mitigated: at(day, '14:01'),
      resolved: at(day, '14:20'),
    },
    key: times(
      day,
      '12:30:00 13:00:00 13:09:00 13:12:00 13:14:30 13:15:00 13:16:00 13:25:00 13:31:00 13:34:00 13:40:00 13:47:00 13:49:00 13:53:00 13:58:00 14:01:00 14:19:00 14:20:00',
    ),
  };
}

/**
 * Written later than the rules. Run once before anything was changed for them: 0 of 20 moments wrong, 3 abstained, 70 of 72 proposed
 * entries wanted, 66 of 70 wanted ones proposed. Two of the four missed were times that stand only in words, which are not asked any more.
 */
export const MORE_BUNDLES: Bundle[] = [queueBacklog(), expiredCertificate(), thirdPartyOutage(), badFlag()];
