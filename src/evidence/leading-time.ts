const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?[AaPp]\\.?[Mm]\\.?)?';
/** Abbreviations of zones as they are; other capitals after a time begin the text: "14:04:01 GET /", "14:04:01 WARN disk". */
const NAMED =
  'UTC|UT|GMT|[ECMP][SD]T|AK[SD]T|HST|CES?T|EES?T|WES?T|MSK|BST|IST|JST|KST|HKT|SGT|PKT|SAST|A[ECW][SD]T|NZ[SD]T|BRT';
const ZONE = `(?: ?(?:Z|[+-]\\d{2}:?\\d{2}|${NAMED})\\b)?`;
const DATE =
  '(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}|\\d{1,2}[ /-][A-Z][a-z]{2,8}[ /-]\\d{4}|[A-Z][a-z]{2,8}\\.? \\d{1,2},? \\d{4})';
const STAMP = `${DATE}(?:(?:[T_:]|,? +| at )${CLOCK}${ZONE}|(?![T_ ,]*(?:at )?\\d{1,2}:\\d))|[A-Z][a-z]{2} [ \\d]\\d ${CLOCK}|${CLOCK}${ZONE}|\\d{10}(?:\\.\\d+)?|\\d{13}`;
const LINE = new RegExp(`^(?:[-*•>#]+ +)?[[(]?(${STAMP})[\\])]?(?: *(?:[-–—|:]|->)(?= )|(?= ))\\s*(\\S.*)$`, 's');

/**
 * A log or hand-made timeline line cut into its leading time and the rest; null when it does not begin with one. A time
 * without a year or a date counts too, so that the reader can say what it lacks.
 */
export function leadingTime(line: string): { time: string; text: string } | null {
  const found = LINE.exec(line);
  return found === null ? null : { time: found[1] ?? '', text: found[2] ?? '' };
}
