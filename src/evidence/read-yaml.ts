import { Broken } from './raw.js';

/** YAML has to be held and parsed at once; longer exports are to be had as JSON. */
const LONGEST = 2_000_000;
/** Aliases may stand for one another in circles of thousands; exports use few. */
const MOST_ALIASES = 100;

/** The documents of a YAML text, such as `kubectl get … -o yaml`. Times stay the text they are. */
export async function* yamlRecords(chunks: AsyncIterable<string>): AsyncGenerator<unknown[]> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > LONGEST) {
      yield [new Broken(`YAML is read up to ${LONGEST} characters; export it as JSON (-o json)`)];
      return;
    }
  }
  yield await documents(text);
}

async function documents(text: string): Promise<unknown[]> {
  // Read when somebody imports YAML: it would be a part of every start.
  const { parseAllDocuments } = await import('yaml');
  const parsed = parseAllDocuments(text, { logLevel: 'silent', prettyErrors: false, schema: 'core' });
  return [...parsed].map((document) => {
    if (document.errors[0] !== undefined) return new Broken('the document is not valid YAML');
    try {
      return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
    } catch {
      return new Broken('the YAML document repeats its parts too often to be read');
    }
  });
}
