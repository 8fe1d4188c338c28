import { describe, expect, it } from '@jest/globals';
import { renderArticle, renderFragment, renderHtml } from '../../src/report/html.js';
import { sampleMarkdown } from './sample-coe.js';

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror="alert(1)">',
  '<a href="javascript:alert(1)">click</a>',
  '[click](javascript:alert(1))',
  '[click](JaVaScRiPt&#58;alert(1))',
  '[click](data:text/html;base64,PHNjcmlwdD4=)',
  '[click](file:///etc/passwd)',
  '[ref]\n\n[ref]: vbscript:x',
  '<svg><script>alert(1)</script></svg>',
  '<iframe src="https://evil.example"></iframe>',
  '<style>body{display:none}</style>',
  '<form action="https://evil.example"><input name=a></form>',
  '<!--><script>alert(1)</script>-->',
  '`<script>`\n\n```\n<script>\n```',
  '![x](https://tracker.example/pixel.png)',
  '<math><mtext></table><script>alert(1)</script>',
];

/** What a browser would act on, without the page's own head. */
const acts = (html: string) =>
  html.match(/<(?:script|img|iframe|svg|style|form|object|link|meta|math)\b|\son\w+=|href="(?!https?:|mailto:|#)/gi);

describe('renderHtml', () => {
  it.each(ATTACKS)('leaves nothing that acts of %j, alone or inside a report', (attack) => {
    expect(acts(renderFragment(attack))).toBeNull();
    const page = renderHtml(sampleMarkdown({ summary: attack, title: attack.replace(/\n/g, ' ') }), {
      title: attack,
      watermark: attack,
    });
    expect(acts(page.slice(page.indexOf('<body>')))).toBeNull();
    expect(page).not.toMatch(/<script|javascript:/i);
  });

  it('marks links whose words are their address: in print it stands behind all others', () => {
    const { html } = renderArticle('https://a.example/x?b=1&c=2 and [words](https://a.example/y)');
    expect(html).toMatch(/<a [^>]*class="bare"[^>]*>https:\/\/a\.example\/x/);
    expect(html.match(/class="bare"/g)).toHaveLength(1);
  });

  it('shows hostile markup as the words it is', () => {
    expect(
      renderHtml(sampleMarkdown({ summary: '<script>alert(1)</script>' }), { title: 't', watermark: '' }),
    ).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('keeps line breaks, leaves comments out and shows any other HTML', () => {
    const html = renderFragment(
      'one<br>two <b title="x" onclick="y()">three</b><!-- a note -->\n\n<!-- block -->\n\nend',
    );
    expect(html).toContain('one<br>two &lt;b title=&quot;x&quot; onclick&#61;&quot;y()&quot;&gt;three&lt;/b&gt;');
    expect(html).not.toContain('note');
    expect(html).toContain('<p>end</p>');
    expect(html).not.toContain('block');
  });

  it('is a whole page with the report in it', () => {
    const page = renderHtml(sampleMarkdown({}, { draft: true }), { title: 'COE-7', watermark: 'DRAFT' });
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<title>COE-7</title>');
    expect(page).toContain('<div class="watermark" aria-hidden="true"><span>DRAFT</span></div>');
    expect(page).toContain('<h2 id="section-5-whys">5 Whys</h2>');
    expect(page).toContain('<li><a href="#section-5-whys">5 Whys</a></li>');
    expect(page).toContain('<a href="https://example.com/alarm" rel="noopener noreferrer">open</a>');
    expect(page).not.toContain('coe-report 1');
    expect(page).not.toMatch(/(?:src|href)="(?:\/|\.)/);
  });

  it('has no watermark unless it is given one, and gives the same page twice', () => {
    const page = renderHtml(sampleMarkdown(), { title: 'COE-7', watermark: '' });
    expect(page).not.toContain('class="watermark"');
    expect(renderHtml(sampleMarkdown(), { title: 'COE-7', watermark: '' })).toBe(page);
  });

  it('opens each citation where it stands, without script, and leads to the table of evidence', () => {
    const { html } = renderArticle(sampleMarkdown());
    expect(html).toContain('<button type="button" class="cite" popovertarget="about-E1">[E1]</button>');
    expect(html).toMatch(
      /<div popover="" id="about-E1" class="cited" role="note">.*cloudwatch, 2026-03-04 10:17:30 UTC/,
    );
    expect(html).toContain('<tr id="evidence-E1">');
    expect(html).toContain('<a href="#evidence-E1">');
  });

  it('makes no citation of brackets that a person typed, and opens nothing that is not there', () => {
    const { html } = renderArticle(sampleMarkdown({ summary: 'They wrote [E1] and [E99].' }));
    expect(html).toContain('They wrote [E1] and [E99].');
    expect(renderArticle('# T\n\nx [E1]').html).toContain('<p>x [E1]</p>');
    expect(renderFragment('x [E1] <!-- picture charts -->')).toContain('<p>x [E1] </p>');
  });

  it('names the tables and the tree of whys for the style sheet', () => {
    const { html } = renderArticle(sampleMarkdown());
    expect(html).toContain(
      '<div class="wide" tabindex="0" role="group" aria-label="Facts of this COE"><table class="facts">',
    );
    expect(html).toContain('<table class="timeline">');
    expect(html).toMatch(/<tr class="gap">\s*<td>2026-03-04 10:17:30 – 10:48:00/);
    expect(html.match(/<tr class="moment">/g)).toHaveLength(4);
    expect(html.match(/<ul class="whys">/g)).toHaveLength(2);
  });
});
