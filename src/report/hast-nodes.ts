import type { Element, ElementContent, Root, RootContent } from 'hast';

type Parent = Root | Element;

/** Sees every element, children before their parents; what `see` puts in a node's place is not seen again. */
export function visit(parent: Parent, see: (parent: Parent, node: Element, index: number) => void): void {
  for (const [index, node] of parent.children.entries())
    if (node.type === 'element') {
      visit(node, see);
      see(parent, node, index);
    }
}

export function elementsOf(parent: Element | undefined): Element[] {
  return (parent?.children ?? []).filter((node) => node.type === 'element');
}

export function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

/** The words of sanitised HTML, whose text is escaped already. */
export function wordsOf(node: RootContent): string {
  if (node.type === 'raw' || node.type === 'text')
    return node.value
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replace(/&#(58|61);/g, (_, code) => String.fromCharCode(Number(code)))
      .replaceAll('&amp;', '&');
  return node.type === 'element' ? node.children.map(wordsOf).join('') : '';
}
