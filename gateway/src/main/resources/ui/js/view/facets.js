import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { filter, route } from '../core/router.js';
import { number } from '../core/words.js';

const TYPING_MILLIS = 250;

/** What the address says of a filter. @param {string} name */
export const chosen = (name) => (route.query.get(name) ?? '').split(',').filter(Boolean);

/**
 * A filter as buttons, each with how many there would be. It is in the address.
 * @param {string} name in the address
 * @param {string[]} words
 * @param {string[]} on those that are chosen
 * @param {Record<string, number>} counts
 * @param {{title?: string, one?: boolean}} [how] one: only one can be chosen, and it may hold commas
 */
export const facet = (name, words, on, counts, { title = name, one = false } = {}) =>
  html`<fieldset class="facet"><legend>${title}</legend>
    ${words.map((word) => html`<button class="chip" data-severity=${name === 'severity' ? word : nothing} title=${one ? word : nothing} aria-pressed=${on.includes(word)} @click=${() => filter({ [name]: next(word, on, one) })}><span>${word}</span> <b>${number(counts[word] ?? 0)}</b></button>`)}
  </fieldset>`;

/** @param {string} word @param {string[]} on @param {boolean} one */
function next(word, on, one) {
  if (on.includes(word)) return on.filter((other) => other !== word).join(',');
  return (one ? [word] : [...on, word]).join(',');
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

function typed(/** @type {InputEvent} */ event) {
  const { name, value } = /** @type {HTMLInputElement} */ (event.target);
  clearTimeout(pause);
  pause = setTimeout(() => filter({ [name]: value.trim() }), TYPING_MILLIS);
}

/** What is typed stays as it is typed, whatever the address says meanwhile. @param {string} name */
const value = (name) => {
  const typing = document.activeElement;
  return typing instanceof HTMLInputElement && typing.name === name ? typing.value : (route.query.get(name) ?? '');
};

/** A filter that is typed. @param {string} name @param {string} label */
export const search = (name, label) => html`<label class="search"><span>${label}</span><input type="search" name=${name} placeholder=${label} .value=${live(value(name))} @input=${typed}></label>`;

/** Whether the address asks for less than everything. */
export const narrowed = () => route.query.size > 0;

/** Takes every filter out of the address; nothing when there is none. */
export const clear = () =>
  narrowed() ? html`<button class="quiet" @click=${() => filter(Object.fromEntries([...route.query.keys()].map((name) => [name, ''])))}>Clear</button>` : nothing;

/** The key that goes to the first field that is typed. @returns {Key} */
export const searchKey = () => ({ key: '/', says: 'search', run: () => /** @type {HTMLInputElement | null} */ (document.querySelector('[name=q]'))?.focus() });
