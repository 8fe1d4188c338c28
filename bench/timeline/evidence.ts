import type { StoredEvidenceItem } from '../../src/evidence/item.js';

export type Sketch = Partial<StoredEvidenceItem> & Pick<StoredEvidenceItem, 'kind' | 'text'> & { seconds: number };

/** Builds the evidence of one incident. Seconds count from its start. */
export class EvidenceOf {
  readonly items: StoredEvidenceItem[] = [];
  readonly start: number;

  constructor(start: number) {
    this.start = start;
  }

  at(seconds: number): number {
    return this.start + seconds * 1000;
  }

  add({ seconds, ...sketch }: Sketch): StoredEvidenceItem {
    const index = this.items.length;
    const item: StoredEvidenceItem = {
      id: `ev_${this.start}_${index}`,
      coeId: 'coe_bench',
      importId: 'imp_bench',
      importedAt: new Date(0),
      source: 'slack',
      index,
      at: new Date(this.at(seconds)),
      end: null,
      precision: 'second',
      zoneOrigin: 'stated',
      state: null,
      actor: null,
      subject: null,
      dimensions: {},
      severity: null,
      payload: {},
      link: null,
      deliveryKey: `delivery-${this.start}-${index}`,
      eventKey: `event-${this.start}-${index}`,
      ...sketch,
    };
    this.items.push(item);
    return item;
  }

  say(seconds: number, who: string, text: string): StoredEvidenceItem {
    const actor = { kind: 'person' as const, id: who, name: who };
    return this.add({ seconds, kind: 'message', source: 'slack', subject: 'incident', actor, text });
  }

  alarm(
    seconds: number,
    state: 'firing' | 'ok',
    subject: string,
    more: Partial<StoredEvidenceItem> = {},
  ): StoredEvidenceItem {
    const text = `${subject} is ${state === 'firing' ? 'in alarm' : 'OK'}`;
    return this.add({ seconds, kind: 'alarm', source: 'cloudwatch', state, subject, text, ...more });
  }
}
