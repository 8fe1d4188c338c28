/**
 * Who may do what, written by hand and not read from the policy table: the two are held against each other.
 *
 * Callers: `author`, `reviewer` and `admin` have nothing to do with the COEs; `owner` and `member` are authors by role, `listed` is a viewer who is
 * a member; `ownerReads` is the owner with a token for reading, `adminWrites` an administrator with one for writing.
 * Of each COE rule three letters, for an unpublished, a published and a restricted unpublished COE: y allowed, f forbidden (403), h hidden (404, as
 * if it did not exist), u who are you (401).
 */
const COE_RULES = `
rule          anonymous viewer author reviewer admin owner member listed ownerReads adminWrites
sees          uuu       hyh    yyh    yyh      yyh   yyy   yyy    yyy    yyy        yyh
writes        uuu       hfh    ffh    ffh      yyh   yyy   yyy    fff    fff        yyh
comments      uuu       hfh    yyh    yyh      yyh   yyy   yyy    fff    fff        yyh
reviews       uuu       hfh    ffh    yyh      yyh   fff   fff    fff    fff        yyh
assigns       uuu       hfh    ffh    yyh      yyh   yyy   yyy    fff    fff        yyh
bookmarks     uuu       hyh    yyh    yyh      yyh   yyy   yyy    yyy    fff        yyh
breaksGlass   uuu       hfh    ffh    ffh      yyy   fff   fff    fff    fff        ffh
commentsById  uuu       fff    yyh    yyh      yyh   yyy   yyy    fff    fff        yyh
ownWords      uuu       fff    ffh    ffh      ffh   yyy   fff    fff    fff        ffh
withdraws     uuu       fff    ffh    ffh      yyh   yyy   fff    fff    fff        yyh
writesById    uuu       fff    ffh    ffh      yyh   yyy   yyy    fff    fff        yyh
decidesById   uuu       fff    fff    yyh      yyh   fff   fff    fff    fff        yyh
`;

/** Routes that name no COE; lists show to each what they may see, which other tests hold. */
const OPEN_RULES = `
rule          anonymous viewer author reviewer admin owner member listed ownerReads adminWrites
everybody     y         y      y      y        y     y     y      y      y          y
viewersRead   u         y      y      y        y     y     y      y      y          y
viewersWrite  u         y      y      y        y     y     y      y      f          y
authorsRead   u         f      y      y        y     y     y      f      y          y
authorsWrite  u         f      y      y        y     y     y      f      f          y
reviewersWrite u        f      f      y        y     f     f      f      f          y
admins        u         f      f      f        y     f     f      f      f          f
`;

export const CALLERS = [
  ...['anonymous', 'viewer', 'author', 'reviewer', 'admin'],
  ...['owner', 'member', 'listed', 'ownerReads', 'adminWrites'],
] as const;
export type Caller = (typeof CALLERS)[number];

/** Every route of the OpenAPI document and its rule. A route that is missing here fails the matrix: decide who may call it. */
const ROUTES = `
POST /session                                   everybody
DELETE /session                                 everybody
POST /hooks/{source}/{secret}                   everybody
GET /coes                                       viewersRead
POST /coes                                      authorsWrite
POST /coes/import                               authorsWrite
GET /coes/{coe}                                 sees
PATCH /coes/{coe}                               writes
DELETE /coes/{coe}                              writes
POST /coes/{coe}/break-glass                    breaksGlass
GET /coes/{coe}/revisions                       sees
GET /coes/{coe}/revisions/{n}                   sees
GET /coes/{coe}/revisions/{a}/diff/{b}          sees
POST /coes/{coe}/revisions/{n}/restore          writes
GET /coes/{coe}/evidence                        sees
POST /coes/{coe}/evidence                       writes
GET /coes/{coe}/evidence/{id}                   sees
GET /coes/{coe}/participants                    writes
GET /coes/{coe}/attachments                     sees
POST /coes/{coe}/attachments                    writes
GET /coes/{coe}/attachments/{id}                sees
DELETE /coes/{coe}/attachments/{id}             writes
GET /coes/{coe}/metrics                         sees
POST /coes/{coe}/metrics                        writes
GET /coes/{coe}/metrics/{id}                    sees
GET /coes/{coe}/charts/{id}.svg                 sees
POST /coes/{coe}/alarm-backtest                 sees
POST /coes/{coe}/alarm-proposal                 sees
GET /coes/{coe}/timeline                        sees
POST /coes/{coe}/timeline/merge                 writes
PATCH /coes/{coe}/timeline/{entry}              writes
DELETE /coes/{coe}/timeline/{entry}             writes
POST /coes/{coe}/timeline/{entry}/split         writes
PUT /coes/{coe}/key-moments/{moment}            writes
POST /coes/{coe}/key-moments/{moment}/reject    writes
GET /coes/{coe}/facts                           sees
POST /coes/{coe}/facts                          writes
PATCH /coes/{coe}/facts/{id}                    writes
GET /coes/{coe}/model-consent                   sees
PUT /coes/{coe}/model-consent                   writes
GET /drafting/acceptance                        authorsRead
GET /drafting/model                             authorsRead
POST /coes/{coe}/drafts                         writes
GET /drafts/{id}                                sees
GET /coes/{coe}/model-consent                   sees
PUT /coes/{coe}/model-consent                   writes
GET /drafting/acceptance                        authorsRead
GET /drafting/model                             authorsRead
GET /drafts/{id}/events                         sees
POST /drafts/{id}/cancel                        writes
GET /coes/{coe}/suggestions                     sees
POST /coes/{coe}/suggestions/accept             writes
POST /coes/{coe}/suggestions/{id}/accept        writes
POST /coes/{coe}/suggestions/{id}/reject        writes
POST /suggestions/{id}/accept                   writes
POST /suggestions/{id}/reject                   writes
GET /coes/{coe}/report.html                     sees
GET /coes/{coe}/report.json                     sees
GET /coes/{coe}/report.md                       sees
GET /coes/{coe}/report.pdf                      sees
GET /coes/{coe}/export.zip                      sees
GET /exports/coes.ndjson                        viewersRead
GET /exports/coes.parquet                       viewersRead
GET /exports/timeline.parquet                   viewersRead
GET /exports/action-items.parquet               viewersRead
GET /coes/{coe}/readiness                       sees
GET /coes/{coe}/waivers                         sees
POST /coes/{coe}/waivers                        reviews
DELETE /coes/{coe}/waivers/{finding}            reviews
GET /readiness-rules                            viewersRead
PATCH /readiness-rules/{rule}                   admins
GET /coes/{coe}/comments                        sees
POST /coes/{coe}/comments                       comments
PATCH /comments/{id}                            ownWords
DELETE /comments/{id}                           withdraws
POST /comments/{id}/replies                     commentsById
POST /comments/{id}/resolve                     commentsById
POST /comments/{id}/reopen                      commentsById
POST /comments/{id}/apply                       writesById
GET /coes/{coe}/review                          sees
GET /coes/{coe}/reviews                         sees
POST /coes/{coe}/reviews                        reviews
PUT /coes/{coe}/reviewers                       assigns
POST /coes/{coe}/reviewers/draw                 assigns
PUT /coes/{coe}/look                            bookmarks
POST /coes/{coe}/transitions                    comments
POST /coes/{coe}/decisions                      writes
GET /approval-rules                             viewersRead
PUT /approval-rules                             admins
GET /coes/{coe}/similar                         sees
GET /coes/{coe}/promises                        sees
POST /coes/{coe}/promises/{promise}/answer      writes
GET /recurrences                                viewersRead
GET /recurrences/{id}                           viewersRead
PATCH /recurrences/{id}                         authorsWrite
POST /recurrences/{id}/merge                    authorsWrite
POST /recurrences/{id}/split                    authorsWrite
POST /recurrences/{id}/orr-proposals/draft      authorsWrite
GET /search                                     viewersRead
GET /search/suggest                             viewersRead
GET /action-items                               viewersRead
PATCH /action-items/{id}                        writesById
POST /action-items/{id}/close                   writesById
POST /action-items/{id}/reopen                  writesById
POST /coes/{coe}/orr-proposals/draft            writes
GET /orr/proposals                              viewersRead
POST /orr/proposals/{id}/accept                 decidesById
POST /orr/proposals/{id}/reject                 decidesById
GET /orr/questions                              viewersRead
POST /orr/questions                             reviewersWrite
POST /orr/proposals/{id}/merge                  decidesById
GET /orr/questions/{id}                         viewersRead
PATCH /orr/questions/{id}                       reviewersWrite
GET /orr/questions/{id}/back-test               viewersRead
POST /orr/questions/{id}/back-test              authorsWrite
GET /orr/templates                              viewersRead
POST /orr/templates                             reviewersWrite
POST /orr/templates/import                      reviewersWrite
GET /orr/templates/{id}                         viewersRead
PUT /orr/templates/{id}                         reviewersWrite
GET /orr/templates/{id}/custom-lens.json        viewersRead
GET /orr/reviews                                viewersRead
POST /orr/reviews                               authorsWrite
GET /orr/reviews/{id}                           viewersRead
PUT /orr/reviews/{id}/answers/{question}        authorsWrite
DELETE /orr/reviews/{id}/answers/{question}     authorsWrite
PATCH /orr/reviews/{id}/action-items/{question} authorsWrite
POST /orr/reviews/{id}/transitions              authorsWrite
POST /orr/reviews/{id}/decisions                authorsWrite
POST /orr/reviews/{id}/update                   authorsWrite
GET /ops-reviews                                viewersRead
POST /ops-reviews                               authorsWrite
GET /ops-reviews/schedule                       viewersRead
PUT /ops-reviews/schedule                       admins
GET /ops-reviews/{id}                           viewersRead
GET /ops-reviews/{id}/packet.md                 viewersRead
GET /ops-reviews/{id}/packet.pdf                viewersRead
GET /coe-questions                              viewersRead
PUT /coe-questions                              admins
GET /evidence-sources                           viewersRead
GET /services                                   viewersRead
POST /services                                  authorsWrite
GET /services/{id}                              viewersRead
PATCH /services/{id}                            authorsWrite
POST /services/{id}/merge                       reviewersWrite
POST /services/{id}/unmerge                     reviewersWrite
GET /inbox                                      authorsRead
GET /inbox/services                             authorsRead
POST /inbox/coe                                 authorsWrite
POST /inbox/attach                              authorsWrite
GET /inbox-settings                             authorsRead
PATCH /inbox-settings                           admins
GET /hook-registrations                         admins
POST /hook-registrations                        admins
PATCH /hook-registrations/{id}                  admins
DELETE /hook-registrations/{id}                 admins
POST /hook-registrations/{id}/rotate            admins
GET /notification-preferences                   viewersRead
PATCH /notification-preferences                 viewersWrite
GET /notification-channels                      admins
POST /notification-channels                     admins
PATCH /notification-channels/{id}               admins
DELETE /notification-channels/{id}              admins
POST /notification-channels/{id}/test           admins
GET /notifications                              admins
POST /notifications/{id}/retry                  admins
GET /tokens                                     viewersRead
POST /tokens                                    viewersWrite
DELETE /tokens/{id}                             viewersWrite
GET /sessions                                   viewersRead
DELETE /sessions                                viewersWrite
DELETE /sessions/{id}                           viewersWrite
GET /users                                      authorsRead
GET /users/me                                   viewersRead
GET /users/{id}                                 authorsRead
POST /users                                     admins
PATCH /users/{id}                               admins
POST /users/{id}/sign-in-link                   admins
GET /audit                                      admins
GET /audit/export                               admins
`;

export type Rule = { name: string; ofCoe: boolean; letters: Record<Caller, string> };

function rulesOf(table: string, ofCoe: boolean): Map<string, Rule> {
  const [head = [], ...rows] = linesOf(table);
  return new Map(
    rows.map(([name = '', ...cells]) => {
      const letters = Object.fromEntries(cells.map((cell, i) => [head[i + 1], cell])) as Record<Caller, string>;
      return [name, { name, ofCoe, letters }];
    }),
  );
}

const linesOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

const rules = new Map([...rulesOf(COE_RULES, true), ...rulesOf(OPEN_RULES, false)]);

/** `METHOD /path` → its rule. */
export const EXPECTED: ReadonlyMap<string, Rule> = new Map(
  linesOf(ROUTES).map(([method, path, rule]) => {
    const found = rules.get(rule as string);
    if (found === undefined) throw new Error(`no rule "${rule}" for ${method} ${path}`);
    return [`${method} ${path}`, found] as const;
  }),
);
