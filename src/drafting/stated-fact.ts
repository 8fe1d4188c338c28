import { factValue, factWords } from '../coe/fact-words.js';
import type { StoredCoe } from '../coe/model.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import { sha256 } from '../kernel/ids.js';

/** The id by which claims cite what a person stated. */
export function statementCitation(factId: string): string {
  return `ev_f${sha256(`fact ${factId}`).slice(0, 20)}`;
}

/** The facts that people stated, each as what a citation of it points to: who, when, what, and what the evidence had said. */
export function citedStatements({ _id, content, createdAt }: StoredCoe): StoredEvidenceItem[] {
  return content.facts.flatMap((fact): StoredEvidenceItem[] => {
    const { statedBy, statedAt, evidenceValue, note } = fact;
    if (statedBy === null || fact.state === 'rejected') return [];
    const instead = evidenceValue === null ? '' : ` The evidence says ${factValue({ ...fact, value: evidenceValue })}.`;
    const because = note.trim() === '' ? '' : ` ${note.trim()}`;
    return [
      {
        ...{ id: statementCitation(fact.id), coeId: _id, importId: '', importedAt: new Date(createdAt), index: 0 },
        ...{ source: 'statement', at: new Date(statedAt ?? createdAt), end: null, precision: 'minute' },
        ...{
          zoneOrigin: 'stated',
          kind: 'note',
          state: null,
          subject: null,
          dimensions: {},
          severity: null,
          link: null,
        },
        actor: { kind: 'person', id: statedBy, name: statedBy },
        text: `Stated by ${statedBy}: ${factWords(fact)}.${instead}${because}`,
        payload: { fact: fact.id },
        deliveryKey: `fact:${fact.id}`,
        eventKey: `fact:${fact.id}`,
      },
    ];
  });
}
