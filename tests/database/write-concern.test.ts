import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

/** The compiled sources of the service; comments are kept by the compiler, so only code-like uses are looked for. */
const sources = fileURLToPath(new URL('../../src/', import.meta.url));

describe('the write concern', () => {
  // Measured by killing the engine: anything but w=1 with journal loses acknowledged writes there.
  it('is set in src/database alone, never by a schema or an operation', () => {
    const offenders: string[] = [];
    for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.js') || name.startsWith(`database${sep}`)) continue;
      const text = readFileSync(join(sources, name), 'utf8');
      if (
        /\b(writeConcern|wtimeout|wtimeoutMS|journal)\s*:|[{,]\s*(w|j)\s*:\s*(\d|'majority'|true|false)|\bWriteConcern\(/.test(
          text,
        )
      ) {
        offenders.push(name);
      }
    }
    expect(offenders).toEqual([]);
  });
});
