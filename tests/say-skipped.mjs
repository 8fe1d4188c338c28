/** Jest's summary only counts skipped tests; the title of a skipped suite says which program to install. */
export default class SaySkipped {
  onRunComplete(_contexts, { testResults }) {
    const skipped = testResults.flatMap((file) => file.testResults).filter(({ status }) => status === 'pending');
    const titles = new Set(skipped.map(({ ancestorTitles, title }) => ancestorTitles[0] ?? title));
    for (const title of titles) if (/\(skipped: /.test(title)) process.stderr.write(`Not run: ${title}\n`);
  }
}
