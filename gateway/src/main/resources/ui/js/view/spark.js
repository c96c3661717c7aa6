import { html } from '../../vendor/lit-html/lit-html.js';
import { count } from '../core/words.js';

const WIDTH = 90;
const HEIGHT = 22;
const GAP = 0.3; // of a bar's width
const LEAST = 2; // what is there can be seen

/** What was drawn of which numbers: rows are drawn again with every frame while one scrolls. @type {WeakMap<number[], Bars>} */
const drawn = new WeakMap();

/** Numbers as small bars. @param {number[] | undefined} steps the oldest first, one a minute */
export function spark(steps) {
  if (!steps) {
    return html`<span class="spark"></span>`;
  }
  let bars = drawn.get(steps);
  if (!bars) drawn.set(steps, (bars = barsOf(steps)));
  const { none, some, words } = bars;
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}><title>${words}</title><path class="none" d=${none} /><path class="some" d=${some} /></svg>`;
}

/** @typedef {{none: string, some: string, words: string}} Bars two outlines: of minutes with nothing, and of the others */

/** @param {number[]} steps @returns {Bars} */
function barsOf(steps) {
  const most = Math.max(1, ...steps);
  const wide = WIDTH / steps.length;
  const sum = steps.reduce((a, b) => a + b, 0);
  const bar = (/** @type {number} */ i, /** @type {number} */ high) => `M${i * wide} ${HEIGHT}v${-high}h${wide * (1 - GAP)}v${high}z`;
  return {
    none: steps.map((n, i) => (n ? '' : bar(i, 1))).join(''),
    some: steps.map((n, i) => (n ? bar(i, Math.max(LEAST, (n / most) * HEIGHT)) : '')).join(''),
    words: `${count(sum, 'alert')} in the last ${steps.length} minutes`,
  };
}
