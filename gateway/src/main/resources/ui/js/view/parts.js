import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { redraw } from '../core/draw.js';
import { told } from './told.js';

/** Worst first. */
export const SEVERITIES = ['critical', 'major', 'minor', 'warning', 'unknown', 'informational'];

/** @param {string} severity */
export const severityMark = (severity) => html`<span class="severity" data-severity=${severity}>${severity}</span>`;

/** A state as a small mark. @param {string} state @param {string} [words] */
export const stateMark = (state, words = state.replaceAll('-', ' ')) => html`<span class="state" data-state=${state}>${words}</span>`;

/**
 * Nothing to show, and what to do next.
 * @param {string} title @param {unknown} next
 */
export const empty = (title, next) => html`<section class="empty"><h2>${title}</h2><div>${next}</div></section>`;

/** The same where it is all that the page has to say. @param {string} title @param {unknown} next */
export const missing = (title, next) => html`<section class="empty"><h1>${title}</h1><div>${next}</div></section>`;

/** What went wrong, in the gateway's words. @param {{title?: string, message: string} | null | undefined} refusal @param {() => void} [again] */
export const failure = (refusal, again) =>
  refusal
    ? html`<div class="failure" role="alert">
        <strong>${refusal.title ?? 'That did not work'}</strong> <span>${told(refusal.message)}</span>
        ${again ? html`<button class="quiet" @click=${again}>Try again</button>` : nothing}
      </div>`
    : nothing;

export const loading = () => html`<p class="loading" role="status">Loading…</p>`;

/** A button that names its key. @param {string} key @param {string} words @param {() => void} run @param {{kind?: string, off?: boolean}} [how] */
export const keyed = (key, words, run, { kind = '', off = false } = {}) =>
  html`<button class=${kind} ?disabled=${off} aria-keyshortcuts=${key} @click=${run}>${words} <kbd aria-hidden="true">${key}</kbd></button>`;

/** Names and values. @param {[string, unknown][]} pairs those without a value are left out */
export const facts = (pairs) =>
  html`<dl class="facts">${pairs.filter(([, value]) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** @type {{text: string, bad: boolean}[]} */
const said = [];
const SAID_MILLIS = 6_000;

/** Tells the outcome of what was done. @param {string} text @param {boolean} [bad] */
export function say(text, bad = false) {
  const note = { text, bad };
  said.push(note);
  redraw();
  setTimeout(() => {
    said.splice(said.indexOf(note), 1);
    redraw();
  }, SAID_MILLIS);
}

/** Does something and tells how it went. @param {() => Promise<unknown>} work @param {string} done */
export async function attempt(work, done) {
  try {
    await work();
    say(done);
    return true;
  } catch (refusal) {
    say(`${/** @type {any} */ (refusal).title ?? 'That did not work'}: ${/** @type {Error} */ (refusal).message}`, true);
    return false;
  }
}

export const notes = () =>
  html`<div class="notes" role="status" aria-live="polite">${said.map((note) => html`<p class=${note.bad ? 'bad' : ''}>${told(note.text)}</p>`)}</div>`;
