import { describe, expect, it } from '@jest/globals';
import { localPath } from '../../src/pages/local-path.js';

describe('where the sign-in leads to', () => {
  it.each(['/', '/coes/COE-1', '/search?q=cache%20crash', '/api/docs#problem-validation'])('goes on to %s', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/sign-in/secret',
    'coes',
    '',
    undefined,
    ['/a', '/b'],
    `/${'a'.repeat(3_000)}`,
  ])('does not follow %j', (path) => {
    expect(localPath(path)).toBe('/');
  });
});
