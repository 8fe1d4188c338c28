import { describe, expect, it } from '@jest/globals';
import { sendProblem } from '../../src/http/problem.js';
import { AppError, type ErrorCode } from '../../src/kernel/errors.js';
import { referenceOf } from '../../src/pages/api-reference.js';
import { label, PROBLEMS } from '../../src/pages/labels.js';
import { markWords } from '../../src/pages/search.js';
import { showDuration, showTime } from '../../src/pages/show-time.js';
import { editedContent, suggestionFields, suggestionWords } from '../../src/pages/suggestion-words.js';

describe('words for people', () => {
  it('shows times with no more digits than they have, in UTC', () => {
    expect(showTime('2026-01-31T14:05:30+01:00', 'second')).toBe('2026-01-31 13:05:30');
    expect(showTime('2026-01-31T14:05:30Z')).toBe('2026-01-31 14:05');
    expect(showTime(new Date('2026-01-31T14:05:30Z'), 'day')).toBe('2026-01-31');
  });

  it('shows durations in their two largest units', () => {
    expect([0, 59, 3_600, 7_500, 90_061].map(showDuration)).toEqual(['0 s', '59 s', '1 h', '2 h 5 min', '1 d 1 h']);
  });

  it('reads a name without a label as words', () => {
    expect(label('fiveWhys')).toBe('5 Whys');
    expect(label('somethingNewHere')).toBe('Something new here');
    expect(label('constructor')).toBe('Constructor');
  });
});

describe('problem codes', () => {
  it.each(Object.entries(PROBLEMS))('%s has the status of the API', (code, { status }) => {
    if (code === 'fault') return expect(status).toBe(500);
    let sent = 0;
    const response = {
      setHeader: () => response,
      status: (value: number) => {
        sent = value;
        return response;
      },
      type: () => response,
      send: () => response,
    };
    sendProblem(response as never, new AppError(code as ErrorCode, 'x'));
    expect(status).toBe(sent);
  });
});

describe('a search snippet in pieces', () => {
  it('marks what was found and loses nothing, whatever the positions', () => {
    const hit = {
      snippet: 'a cache crash',
      matches: [
        { from: 8, to: 13 },
        { from: 2, to: 7 },
        { from: 3, to: 5 },
      ],
    };
    const pieces = markWords(hit);
    expect(pieces.map(({ text }) => text).join('')).toBe(hit.snippet);
    expect(pieces.filter(({ found }) => found).map(({ text }) => text)).toEqual(['cache', 'crash']);
  });
});

describe('a suggestion', () => {
  const content = {
    at: '2026-01-31T14:05:00.000Z',
    text: 'Alarm',
    kind: 'detection',
    count: 2,
    keyMoment: 'detected',
    hidden: false,
    actor: null,
  };

  it('is shown with its time, words and facts', () => {
    const words = suggestionWords({ section: 'timeline', content }, []);
    expect(words).toMatchObject({ leadAt: content.at, text: 'Alarm' });
    expect(words.facts).toContainEqual({ name: 'keyMoment', value: 'Detected' });
  });

  it('names a fact as people do, and shows the whys below a why without their ids', () => {
    const fact = { name: 'hostsAffected', value: 6, unit: 'hosts' };
    expect(suggestionWords({ section: 'facts', content: fact }, [])).toMatchObject({
      text: 'Hosts affected: 6',
      facts: [],
    });
    const why = {
      question: 'Why?',
      answer: 'The disk was full.',
      children: [
        { question: 'And why\nthat?', answer: 'Logs.', evidenceIds: ['ev_1'], children: [{ question: 'Why?' }] },
      ],
    };
    const { text, facts } = suggestionWords({ section: 'fiveWhys', content: why }, []);
    expect(text).toBe('The disk was full.\n\n- **And why that?** Logs.\n  - **Why?** ');
    expect(facts).toEqual([]);
  });

  it('is edited in the fields that hold words; only what changed is sent, in its type', () => {
    expect(suggestionFields(content).map(({ name }) => name)).toEqual(['at', 'text', 'kind', 'hidden', 'actor']);
    const typed: Record<string, string> = {
      at: content.at,
      text: 'Alarm fired',
      kind: 'detection',
      hidden: 'true',
      'hidden?': '1',
      actor: '',
    };
    expect(editedContent(content, (name) => typed[name])).toEqual({ text: 'Alarm fired', hidden: true });
    const numbers = { text: 'x', minutes: 4 as number | null };
    expect(editedContent(numbers, (name) => (name === 'minutes' ? '' : 'x'))).toEqual({ minutes: null });
    expect(editedContent(numbers, (name) => (name === 'minutes' ? '7.5' : 'x'))).toEqual({ minutes: 7.5 });
  });
});

describe('the API reference', () => {
  it('shows a shape that refers to itself once, and an example that a shell takes', () => {
    const node = {
      type: 'object',
      properties: {
        text: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
      },
      required: ['text', 'children'],
    };
    const reference = referenceOf(
      {
        info: { title: 'x', version: '1' },
        paths: {
          '/api/v1/coes/{coe}': {
            patch: {
              operationId: 'patch',
              tags: ['COEs'],
              requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } },
              responses: { 200: { description: "it's there" } },
            },
          },
        },
        components: { schemas: { Node: node } },
      },
      "https://it's.example",
    );
    expect(reference.schemas[0]?.fields[1]).toMatchObject({ ref: 'Node', fields: [], type: 'list of Node' });
    const curl = reference.tags[0]?.operations[0]?.curl ?? '';
    expect(curl).toContain("'https://it'\\''s.example/api/v1/coes/COE-1'");
    expect(curl).toContain('If-Match');
  });
});
