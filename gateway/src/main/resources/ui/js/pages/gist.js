import { apart, some } from '../core/words.js';

const MOST = 4;
const NAMED = 3;

/** What a record says elsewhere, or what only its own program reads. */
const LEFT_OUT = ['v', 'kind', 'at', 'by', 'id', 'hash', 'run', 'job', 'deadline', 'start', 'content', 'terms', 'former'];

/** Sentences, which need no name before them, and come last. */
const SENTENCES = ['reason', 'note', 'detail', 'text', 'problem'];

/** What is in a record's detail, in a line. @param {Record<string, unknown>} detail */
export function gist(detail) {
  const told = Object.entries(detail)
    .flatMap((part) => within(part))
    .filter(([name, value]) => !LEFT_OUT.includes(name) && says(value));
  const facts = told.filter(([name]) => !SENTENCES.includes(name)).map(([name, value]) => fact(name, value));
  const sentences = told.filter(([name]) => SENTENCES.includes(name)).map(([, value]) => String(value));
  return [...facts.slice(0, MOST), ...sentences].join(' · ');
}

/** What is one level down stands beside the rest. @param {[string, unknown]} part @returns {[string, unknown][]} */
const within = ([name, value]) => (plain(value) && !LEFT_OUT.includes(name) ? Object.entries(/** @type {object} */ (value)) : [[name, value]]);

/** @param {unknown} value */
const plain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const says = (value) => value !== null && value !== '' && value !== false && !plain(value) && !(Array.isArray(value) && value.length === 0);

/** @param {string} name @param {unknown} value */
function fact(name, value) {
  if (Array.isArray(value)) return `${apart(name)} ${some(value.map(word), NAMED)}`;
  return value === true ? apart(name) : `${apart(name)} ${word(value)}`;
}

/** States are written large in records. @param {unknown} value */
const word = (value) => (typeof value === 'string' && /^[A-Z_]+$/.test(value) ? value.toLowerCase().replaceAll('_', ' ') : typeof value === 'object' ? '…' : String(value));
