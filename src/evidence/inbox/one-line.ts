/** Words of a sender as one line of a COE: titles and service names take no line breaks, tokens of people or broken Unicode. */
export function oneLine(text: string, most: number): string {
  const line = text
    .replace(/<@[^<>\s]+>/g, 'a responder')
    .replaceAll('\0', '')
    .replace(/\s+/g, ' ')
    .trim();
  // A cut may fall inside a surrogate pair.
  return line
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
    .trim();
}
