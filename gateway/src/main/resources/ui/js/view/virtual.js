import { html } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { redraw } from '../core/draw.js';

const SPARE = 6;

/**
 * A list of any length of which only the rows in sight are there.
 * @template T
 */
export class VirtualList {
  /**
   * @param {string} label for those who cannot see it
   * @param {(item: T) => string} keyOf
   * @param {(item: T) => unknown} row what is in a row
   */
  constructor(label, keyOf, row) {
    this.label = label;
    this.keyOf = keyOf;
    this.row = row;
    this.top = 0;
  }

  /** @returns {HTMLElement | null} */
  get element() {
    return document.querySelector('.virtual');
  }

  /** Rows are as high as the style says, which is more on a phone. */
  get rowHeight() {
    return matchMedia('(max-width: 720px)').matches ? 84 : 58;
  }

  /** @param {T[]} items */
  view(items) {
    const height = this.rowHeight;
    const sight = this.element?.clientHeight || innerHeight;
    const first = Math.max(0, Math.min(items.length, Math.floor(this.top / height)) - SPARE);
    const shown = items.slice(first, first + Math.ceil(sight / height) + 2 * SPARE);
    this.shown = shown;
    return html`<div class="virtual" @scroll=${this.scrolled}>
      <ul aria-label=${this.label} .style=${`height:${items.length * height}px`}>
        ${repeat(shown, this.keyOf, (item, index) => html`<li .style=${`transform:translateY(${(first + index) * height}px)`} aria-setsize=${items.length} aria-posinset=${first + index + 1}>${this.row(item)}</li>`)}
      </ul>
    </div>`;
  }

  scrolled = (/** @type {Event} */ event) => {
    this.top = /** @type {HTMLElement} */ (event.target).scrollTop;
    redraw();
  };

  /** Scrolls so that a row can be seen. @param {number} index */
  show(index) {
    const box = this.element;
    if (!box) {
      return;
    }
    const above = index * this.rowHeight;
    if (above < box.scrollTop) {
      box.scrollTop = above;
    } else if (above + this.rowHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = above + this.rowHeight - box.clientHeight;
    }
    this.top = box.scrollTop;
  }
}
