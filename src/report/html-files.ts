import type { Element, Root } from 'hast';
import { element, visit, wordsOf } from './hast-nodes.js';
import { attachmentIn } from './printable.js';
import type { ReportFiles } from './report-files.js';

/**
 * Puts pictures where the renderer left `<data value="att_…">what it shows</data>`, within the page itself, and gives links to other
 * files their address. A file that is gone leaves its words.
 */
export function showFiles(root: Root, files: ReportFiles): void {
  visit(root, (parent, node, index) => {
    if (node.tagName === 'a') {
      const id = attachmentIn(String(node.properties.href ?? ''));
      if (id === null) return;
      const file = files.get(id);
      node.properties = file ? { href: file.href } : {};
    }
    if (node.tagName === 'data') parent.children[index] = picture(node, files);
  });
}

function picture(node: Element, files: ReportFiles): Element {
  const words = wordsOf(node);
  const file = files.get(String(node.properties.value ?? ''));
  if (!file) return element('em', {}, [{ type: 'raw', value: `[image: ${written(words)}, no longer there]` }]);
  if (!file.bytes) return element('a', { href: file.href }, [{ type: 'raw', value: `[image: ${written(words)}]` }]);
  const { mediaType, bytes, width, height } = file;
  return element(
    'img',
    {
      src: `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`,
      alt: words,
      ...(width === null || height === null ? {} : { width, height }),
    },
    [],
  );
}

const written = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
