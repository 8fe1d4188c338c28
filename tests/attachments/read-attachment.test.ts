import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { fileName } from '../../src/attachments/add-attachment.js';
import { cleanSvg } from '../../src/attachments/clean-svg.js';
import { imageSize } from '../../src/attachments/image-size.js';
import { readAttachment } from '../../src/attachments/read-attachment.js';
import { png } from './pictures.js';

const read = (bytes: Buffer | string) => readAttachment(Readable.from([Buffer.from(bytes)]));
const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('readAttachment', () => {
  it('finds what a file is in its bytes', async () => {
    expect(await read(png(3, 2))).toMatchObject({ mediaType: 'image/png', width: 3, height: 2 });
    expect(await read('%PDF-1.7\n%âã')).toMatchObject({ mediaType: 'application/pdf', width: null });
    expect(await read('PK\x03\x04…')).toMatchObject({ mediaType: 'application/zip' });
    expect(await read('12:01 ERROR <html>\n')).toMatchObject({ mediaType: 'text/plain' });
    expect(await read(Buffer.from([0, 1, 2, 255]))).toMatchObject({ mediaType: 'application/octet-stream' });
    expect(await read('<?xml version="1.0"?>\n<!-- x -->\n<svg viewBox="0 0 4 3"/>')).toMatchObject({
      ...{ mediaType: 'image/svg+xml', width: 4, height: 3 },
    });
  });

  it('reads the size of JPEG, GIF and WebP from their headers', () => {
    const jpeg = hex('ffd8 ffe0 0004 0000 ffc4 0003 00 ffc2 0011 08 0123 0456 03');
    expect(imageSize('image/jpeg', jpeg)).toEqual({ width: 0x456, height: 0x123 });
    expect(imageSize('image/gif', Buffer.from('GIF89a\x05\x00\x07\x00', 'latin1'))).toEqual({ width: 5, height: 7 });
    const webp = (form: string, rest: Buffer) =>
      Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${form}\0\0\0\0`, 'latin1'), rest]);
    expect(imageSize('image/webp', webp('VP8X', hex('00000000 630000 310000')))).toEqual({ width: 100, height: 50 });
    expect(imageSize('image/webp', webp('VP8 ', hex('000000 9d012a 6400 3200')))).toEqual({ width: 100, height: 50 });
    expect(imageSize('image/webp', webp('VP8L', hex('2f 63400c00')))).toEqual({ width: 100, height: 50 });
    for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
      expect(imageSize(type, Buffer.from('RIFF'))).toBeNull();
  });

  it('pixelBomb: refuses a picture that would take a reader’s memory, however small its file', async () => {
    await expect(read(png(1, 1, { width: 60_000, height: 60_000 }))).rejects.toThrow('at most 50 million');
    await expect(read(png(1, 1, { width: 0, height: 9 }))).rejects.toThrow('does not tell how large');
  });

  it('refuses nothing at all and what is too large', async () => {
    await expect(read('')).rejects.toThrow('empty');
    await expect(read(Buffer.alloc(10_000_001))).rejects.toThrow('10 MB');
  });

  it('keeps a name without its path and without what would dress it up', () => {
    expect(fileName('C:\\x\\..\\graph.png')).toBe('graph.png');
    expect(fileName('../../etc/passwd')).toBe('passwd');
    expect(fileName('gnp.\u202Eexe\u0000')).toBe('gnp.exe');
    expect(fileName('..')).toBe('file');
  });
});

describe('cleanSvg', () => {
  it.each([
    '<svg onload="alert(1)"><path d="M0 0"/></svg>',
    '<svg><script>alert(1)</script></svg>',
    '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg><a xlink:href="https://evil.example"><text>x</text></a></svg>',
    '<svg><image href="https://evil.example/p.png"/><image xlink:href="file:///etc/passwd"/></svg>',
    '<svg><use href="https://evil.example/x.svg#a"/></svg>',
    '<svg><foreignObject><iframe src="https://evil.example"></iframe></foreignObject></svg>',
    '<svg><style>@import url(https://evil.example)</style></svg>',
    '<svg><rect style="fill:url(https://evil.example)" fill="url(//evil.example)"/></svg>',
    '<svg><rect style="fill:\\75rl(https://evil.example)"/></svg>',
    '<svg><animate attributeName="href" values="javascript:alert(1)"/><set onbegin="alert(1)"/></svg>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>',
    '<svg><filter><feImage href="https://evil.example"/></filter></svg>',
    '<svg xml:base="https://evil.example"><path d="M0 0"/></svg>',
  ])('leaves nothing that acts or fetches: %s', (attack) => {
    const { svg } = cleanSvg(attack) ?? { svg: '' };
    expect(svg).toMatch(/^<svg/);
    expect(svg).not.toMatch(/evil|javascript|script|alert|passwd|file:|ENTITY|onload/i);
  });

  it('keeps a drawing as it is, with references within it', () => {
    const { svg } =
      cleanSvg(
        '<svg viewBox="0 0 9 9"><defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><path id="p" d="M1 1"/></defs><use xlink:href="#p"/><rect fill="url(#g)" style="stroke:#000;stroke-width:2"/><text x="1">Zoé</text></svg>',
      ) ?? {};
    for (const kept of [
      'viewBox="0 0 9 9"',
      '<linearGradient id="g">',
      'xlink:href="#p"',
      'fill="url(#g)"',
      'stroke-width:2',
      'Zoé',
    ])
      expect(svg).toContain(kept);
  });

  it('billionUses: a use of what holds a use is not followed', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `<g id="a${i + 1}"><use href="#a${i}"/><use href="#a${i}"/></g>`,
    );
    const { svg } = cleanSvg(`<svg><path id="a0" d="M0 0"/>${levels.join('')}<use href="#a30"/></svg>`) ?? {};
    expect(svg?.match(/href="#a\d+"/g)).toEqual(['href="#a0"', 'href="#a0"']);
  });

  it('is null for what is too deep or too much', () => {
    expect(cleanSvg(`<svg>${'<path d=""/>'.repeat(50_001)}</svg>`)).toBeNull();
    expect(cleanSvg(`<svg>${'<g>'.repeat(200_000)}`)).toBeNull();
    expect(cleanSvg('<p>x</p>')).toBeNull();
  });
});
