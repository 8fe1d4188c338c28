import { plain } from '../claims/words.js';

/**
 * Instructions to a machine hidden in evidence. They have no effect here (rules do not obey text), but people are told, and the text
 * proposes nothing. One pattern a trick: overriding, posing as the system, dictating a verdict, addressing the model, asking it to leak.
 */
const TRICKS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:previous|prior|above|earlier|preceding|all|any|your|these|the)\b.{0,20}\b(?:instructions?|prompts?|rules|messages|evidence|context|guidelines|directions|guardrails)\b/i,
  /\b(?:ignoriere|vergiss)\b.{0,30}\b(?:anweisungen|regeln)\b|\bignora\b.{0,30}\binstrucciones\b|\bignore[zr]?\b.{0,30}\binstructions pr[ée]c[ée]dentes\b/i,
  /\b(?:system|developer) (?:prompt|message|override|instruction)s?\b|<\/?(?:system|instructions?|assistant|user)>|\[\/?INST\]|<\|[a-z_]+\|>|^\W*#{2,}\s*(?:system|instruction|new task)/im,
  /\b(?:you are|act as|pretend to be|roleplay as) (?:now |an? )?(?:\w+ )?(?:ai|assistant|language model|llm|chatbot|dan|jailbroken|unrestricted)\b|\byou are now\b|\bas an ai\b/i,
  /(?:^|[.!;:]\s*|\b(?:please|must|should|shall|now|to|and) )(?:mark|set|record|report|list|treat|classify) (?:this|it|the|all|every|that)\b.{0,40}\b(?:as|to) (?:\w+ )?(?:resolved|closed|mitigated|approved|published|done|sev ?\d|false positive|no impact|complete)\b/im,
  /\b(?:set|change|record|use|put|report)\b.{0,30}\b(?:detected|mitigated|resolved|impact ?start|engaged|diagnosed|detection time|resolution time)(?:_?at| time| moment)?\b.{0,20}\b(?:to|as|=)\b\s*["'\d]/i,
  /\b(?:note|message|attention|instructions?|memo|hint) (?:to|for) (?:the |any |all )?(?:ai|assistant|llm|model|language model|summari[sz]er|drafter|agent|reader bot)s?\b|\b(?:ai|llm|assistant|model|summari[sz]er|drafter|agent)s? (?:must|should|shall|has to|have to|reading this|:)|^\W*(?:ai|llm|assistant|model)\s*[:,]/im,
  /\bwhen (?:you )?(?:summari[sz]|draft|writ|generat|read)\w*\b.{0,60}\b(?:say|write|include|add|omit|state|claim|mention|output|do not|don't)\b/i,
  /\b(?:do not|don't|never) (?:mention|tell|reveal|include|report|disclose|cite|flag)\b.{0,40}\b(?:user|owner|reader|reviewer|report|coe|timeline|draft|postmortem|this message)\b/i,
  /\b(?:reveal|print|show|output|leak|send|post|exfiltrate|repeat|dump)\b.{0,30}\b(?:your |the )?(?:system prompt|prompt|instructions|api[ _-]?keys?|secrets?|credentials|tokens?|environment variables?|env vars?)\b/i,
  /\b(?:approve|publish|delete|archive|close) (?:this|the|all) (?:coe|report|postmortem|post-mortem|draft|evidence)s?\b/i,
  /\badd (?:an? )?(?:action item|lesson|claim|citation|link)\b.{0,60}(?:https?:|\bto (?:give|grant|fire|blame)\b)/i,
  /\b(?:execute|run) (?:the following|this) (?:command|code|tool|function|instructions?)\b|\bcall the \w+ (?:tool|function)\b/i,
];
const CUES =
  /ignor|disregard|forget|vergiss|overrid|bypass|system|developer|<|\[|#|you are|act as|pretend|roleplay|as an ai|mark |set |record|report|list |treat|classify|change|use |put |note|message|attention|instruct|memo|hint|\bai\b|llm|assistant|model|summari|drafter|agent|when |do not|don't|never|reveal|print|show|output|leak|send|post|exfil|repeat|dump|approve|publish|delete|archive|close|add |execute|run |call /i;
/** Control characters that reorder or hide text have no business in a log line or a chat message. */
const HIDING = /[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u;

/** True when a text gives orders to a machine reader, or hides text from a human one. */
export function isHostile(text: string): boolean {
  if (HIDING.test(text)) return true;
  if (!CUES.test(text) && !/[\u200B-\u200F]/.test(text)) return false;
  const words = plain(text);
  return TRICKS.some((trick) => trick.test(words));
}
