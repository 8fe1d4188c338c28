/**
 * Grows whenever the same COE would give another segment: layout, words, stems, section weights, frequency codes. A snapshot of another
 * version is not read.
 */
export const INDEX_VERSION = 2;
