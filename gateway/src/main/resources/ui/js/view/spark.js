import { svg, html } from '../../vendor/lit-html/lit-html.js';
import { count } from '../core/words.js';

const WIDTH = 90;
const HEIGHT = 22;

/** Numbers as small bars. @param {number[] | undefined} steps the oldest first, one a minute */
export function spark(steps) {
  if (!steps) {
    return html`<span class="spark"></span>`;
  }
  const most = Math.max(1, ...steps);
  const wide = WIDTH / steps.length;
  const sum = steps.reduce((a, b) => a + b, 0);
  const words = `${count(sum, 'alert')} in the last ${steps.length} minutes`;
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}>
    <title>${words}</title>
    ${steps.map((n, i) => {
      const high = n === 0 ? 1 : Math.max(2, (n / most) * HEIGHT);
      return svg`<rect class=${n === 0 ? 'none' : ''} x=${i * wide} y=${HEIGHT - high} width=${wide * 0.7} height=${high} />`;
    })}
  </svg>`;
}
