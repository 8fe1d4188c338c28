import type { SecretLintCoreConfig } from '@secretlint/types';

/** The stretch of a text that a secretlint rule found to be a secret. */
export type SecretRange = { from: number; to: number };

type Lint = (text: string) => Promise<SecretRange[]>;
let loading: Promise<Lint> | null = null;

/**
 * The secrets secretlint's recommended rules find. A call costs about 100 µs whatever its length, so callers join some
 * thousand lines; it is loaded at the first import and not at start.
 */
export async function findSecrets(text: string): Promise<SecretRange[]> {
  loading ??= load();
  return (await loading)(text);
}

async function load(): Promise<Lint> {
  const [{ lintSource }, preset, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It marks every step of every call in lists that it never empties and searches from the start: a leak that also
  // makes each call slower than the one before. Made for one run of a command line tool, it is of no use in a service.
  secretLintProfiler.mark = () => undefined;
  const config: SecretLintCoreConfig = {
    rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset.creator, options: {} }],
  } as SecretLintCoreConfig;
  return async (text) => {
    const result = await lintSource({
      source: { filePath: 'evidence.txt', content: text, ext: '.txt', contentType: 'text' },
      options: { config, noPhysicFilePath: true },
    });
    return result.messages
      .filter(({ messageId }) => messageId !== 'AWSAccountID')
      .map(({ range }) => ({ from: range[0], to: range[1] }));
  };
}
