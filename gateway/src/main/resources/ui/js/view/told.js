import { html } from '../../vendor/lit-html/lit-html.js';
import { hour, length } from '../core/time.js';

const SHORT = 12;
const PARTS = /(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z| \d\d:\d\d:\d\d UTC)|\bP(?:\d+D)?T?(?:\d+H)?(?:\d+M)?(?:[\d.]+S)?\b|\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b)/;

/** A sentence of the gateway: times in it are told on the viewer's clock, lengths in words, hashes by how they begin. @param {string | null | undefined} sentence */
export const told = (sentence) => (sentence ?? '').split(PARTS).map((part, i) => (i % 2 === 0 || part.length < 3 ? part : readable(part)));

/** @param {string} part */
function readable(part) {
  if (part.startsWith('P')) return length(part);
  const at = part.replace(' UTC', 'Z').replace(' ', 'T');
  return at.includes('T') ? hour(at) : html`<code title=${part}>${part.slice(0, SHORT)}</code>`;
}
