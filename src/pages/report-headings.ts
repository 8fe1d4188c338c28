/**
 * Gives the sections of a report anchors and lists them. It takes what the sanitiser wrote, where a heading has no attributes and
 * holds only known inline tags, so a pattern is enough; the words are still escaped in what it returns as `html`.
 */
export function headingsOf(report: string): { html: string; headings: { id: string; text: string }[] } {
  const headings: { id: string; text: string }[] = [];
  const html = report
    // The page has its own main heading with number and title.
    .replace(/^\s*<h1>[\s\S]*?<\/h1>/, '')
    .replace(/<h2>([\s\S]*?)<\/h2>/g, (_, inner: string) => {
      const text = plainText(inner);
      const id = `section-${headings.length + 1}`;
      headings.push({ id, text });
      return `<h2 id="${id}">${inner}</h2>`;
    });
  return { html, headings };
}

/** The template escapes again, so the few references that the sanitiser writes are read back. */
function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
}
