import type { Inline } from './tree-node.js';

/** Widths of the characters from U+0020 to U+007E in Noto Sans, in thousandths of an em (the `hmtx` table of the faces). */
const ADVANCES = {
  regular:
    '260 269 408 646 572 831 732 225 300 300 551 572 268 322 268 372 572 572 572 572 572 572 572 572 572 572 268 268 572 572 572 434 899 639 650 632 730 556 519 728 741 339 273 619 524 907 760 781 605 781 622 549 556 731 600 930 586 566 572 329 372 329 572 444 281 561 615 480 615 564 344 615 618 258 258 534 258 935 618 605 615 615 413 479 361 618 508 786 529 510 470 380 551 380 572',
  bold: '260 282 479 646 572 902 750 266 339 339 542 572 285 320 281 415 572 572 572 572 572 572 572 572 572 572 281 285 572 572 572 477 898 692 665 642 732 560 549 724 765 389 331 664 559 943 813 791 621 791 656 551 577 756 650 967 670 626 579 331 415 331 572 411 365 599 632 516 632 597 387 632 650 299 298 620 298 975 650 625 632 632 447 502 434 650 571 856 578 571 493 394 551 394 572',
  italic:
    '260 261 392 646 551 799 673 220 290 290 551 572 256 313 256 356 551 551 551 551 551 551 551 551 551 551 256 256 572 572 572 430 848 562 600 587 667 514 477 678 680 324 273 562 478 841 707 721 567 721 573 505 501 677 552 856 527 509 531 290 356 290 572 395 278 568 579 453 579 499 318 579 579 258 258 495 258 875 579 563 579 579 398 432 332 579 467 723 483 467 445 350 551 350 572',
};
export type Face = keyof typeof ADVANCES;

/** The width of one character in ems; undefined for any but ASCII. */
export const advanceOf = (letter: string, face: Face): number | undefined => {
  const width = widths[face][letter.charCodeAt(0) - 32];
  return width === undefined ? undefined : width / 1000;
};

const widths = {
  regular: ADVANCES.regular.split(' ').map(Number),
  bold: ADVANCES.bold.split(' ').map(Number),
  italic: ADVANCES.italic.split(' ').map(Number),
};

/**
 * How wide words are set in one line, in ems (kerning, a few hundredths at most, left out); null for what is not plain, strong or
 * emphasised text of ASCII letters, and for severities, which the printer puts into a coloured pill.
 */
export function emsOf(nodes: readonly Inline[], face: Face): number | null {
  let thousandths = 0;
  for (const node of nodes) {
    if ((node.t === 'strong' || node.t === 'em') && face === 'regular') {
      const inner = emsOf(node.c, node.t === 'strong' ? 'bold' : 'italic');
      if (inner === null) return null;
      thousandths += inner * 1000;
      continue;
    }
    const words = node.t === 'text' ? node.v : node.t === 'cite' ? `[${node.label}]` : null;
    if (words === null || /^SEV\d$/.test(words)) return null;
    for (let index = 0; index < words.length; index++) {
      const width = widths[face][words.charCodeAt(index) - 32];
      if (width === undefined) return null;
      thousandths += width;
    }
  }
  return thousandths / 1000;
}
