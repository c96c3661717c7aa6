/**
 * The keys of a list, the same on every page. Rows are elements with `data-row`, which names what is in them; they are
 * drawn keyed, so that a row keeps its focus while others come and go. One list a page.
 */

let chosen = '';

/** @returns {HTMLElement[]} */
const all = () => [...document.querySelectorAll('[data-row]')].filter((row) => row instanceof HTMLElement);

document.addEventListener('focusin', (event) => {
  const row = event.target instanceof Element ? event.target.closest('[data-row]') : null;
  if (row instanceof HTMLElement) chosen = row.dataset.row ?? '';
});

const here = () => all().find((row) => row.dataset.row === chosen);

/** Which row the keys are at; undefined while there is none. */
export const chosenRow = () => here()?.dataset.row;

/** @param {number} by */
function step(by) {
  const rows = all();
  const at = rows.findIndex((row) => row.dataset.row === chosen);
  rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

/** Follows the row's link, or unfolds it. */
function open() {
  const row = here();
  const way = row?.matches('a') ? row : row?.querySelector('summary, a');
  if (way instanceof HTMLElement) way.click();
}

/**
 * @param {string} what is in a row
 * @param {{opens?: string, arrows?: boolean}} [how] opens: what becomes of it by opening it, nothing when it cannot be
 *     opened; arrows: not where something else is scrolled by them
 * @returns {Key[]}
 */
export const rowKeys = (what, { opens = 'open', arrows = true } = {}) => [
  { key: 'j', also: arrows ? 'ArrowDown' : undefined, says: `next ${what}`, run: () => step(1) },
  { key: 'k', also: arrows ? 'ArrowUp' : undefined, says: `${what} before`, run: () => step(-1) },
  ...(opens ? [{ key: 'o', also: 'Enter', says: `${opens} the ${what}`, run: open }] : []),
];
