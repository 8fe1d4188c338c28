import type { StoredEvidenceItem } from '../../src/evidence/item.js';

export type Sketch = Partial<Omit<StoredEvidenceItem, 'at' | 'end' | 'actor'>> & {
  at: string;
  end?: string;
  /** A name; `person` unless it is written as `system:name`. */
  by?: string;
};

let made = 0;

/** An evidence item from the few fields a test is about. Ids count up, so that tests can shuffle and renumber them. */
export function item(sketch: Sketch): StoredEvidenceItem {
  const { at, end, by, ...rest } = sketch;
  made += 1;
  const name = by?.replace(/^system:/, '');
  return {
    id: `ev_${made}`,
    coeId: 'coe_1',
    importId: 'imp_1',
    importedAt: new Date('2030-01-01T00:00:00Z'),
    source: 'slack',
    index: made,
    at: new Date(at),
    end: end === undefined ? null : new Date(end),
    precision: 'second',
    zoneOrigin: 'stated',
    kind: 'message',
    state: null,
    actor: name === undefined ? null : { kind: by?.startsWith('system:') ? 'system' : 'person', id: name, name },
    subject: null,
    dimensions: {},
    severity: null,
    text: '',
    payload: {},
    link: null,
    deliveryKey: `delivery-${made}`,
    eventKey: `event-${made}`,
    ...rest,
  };
}

/** A chat message of a person. */
export const say = (at: string, by: string, text: string): StoredEvidenceItem =>
  item({ at, by, text, subject: 'incident' });

/** An alarm's change of state. */
export function alarm(
  at: string,
  state: 'firing' | 'ok' | 'insufficientData',
  subject: string,
  more: Partial<Sketch> = {},
): StoredEvidenceItem {
  return item({ at, kind: 'alarm', source: 'cloudwatch', state, subject, text: `${subject} ${state}`, ...more });
}

/** The same items in an order and with ids that depend on `seed` only. */
export function shuffled(items: readonly StoredEvidenceItem[], seed: number): StoredEvidenceItem[] {
  let state = seed;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return items
    .map((one) => ({ one, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }, i) => ({ ...one, id: `x_${Math.floor(random() * 1e9)}_${i}`, index: i, importId: `imp_${i % 3}` }));
}
