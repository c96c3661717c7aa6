import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { afterDraw, redraw } from '../core/draw.js';

const SPARE = 6;

/**
 * A list of any length of which only the rows in sight are there. Rows are as high as the style says, but for those that
 * are unfolded. One list a page.
 * @template T
 */
export class VirtualList {
  /**
   * @param {string} label for those who cannot see it
   * @param {(item: T) => string} keyOf
   * @param {(item: T, row: {chosen: boolean, choose: () => void, open: boolean, turn: () => void}) => unknown} row what is
   *     in a row; its first element is what the keys go to
   * @param {{tall?: string}} [how] tall: it is as high as its rows, but not higher than this; else as high as the style says
   */
  constructor(label, keyOf, row, { tall = '' } = {}) {
    this.label = label;
    this.keyOf = keyOf;
    this.row = row;
    this.tall = tall;
    /** @type {(index: number) => T | undefined} */
    this.at = () => undefined;
    this.top = 0;
    this.length = 0;
    this.chosen = '';
    /** Where the keys go next; -1 when they are there. */
    this.goal = -1;
    /** Rows that are unfolded: where each was last seen, and how much higher it is than the others. @type {Map<string, {index: number, extra: number}>} */
    this.open = new Map();
  }

  /** Forgets where it was, what was chosen, and what was unfolded. */
  reset() {
    Object.assign(this, { top: 0, length: 0, chosen: '', goal: -1, open: new Map() });
    this.element?.scrollTo(0, 0);
  }

  /** @returns {HTMLElement | null} */
  get element() {
    return document.querySelector('.virtual');
  }

  /** Rows are as high as the style says, which is more on a phone. */
  get rowHeight() {
    return matchMedia('(max-width: 720px)').matches ? 84 : 58;
  }

  /** How far from the top a row begins. @param {number} index */
  offset(index) {
    let out = index * this.rowHeight;
    for (const one of this.open.values()) {
      if (one.index < index) out += one.extra;
    }
    return out;
  }

  /** Which row is so far from the top. @param {number} top */
  indexAt(top) {
    let left = top;
    for (const { index, extra } of [...this.open.values()].sort((a, b) => a.index - b.index)) {
      if (left < (index + 1) * this.rowHeight) break;
      left = Math.max((index + 1) * this.rowHeight, left - extra);
    }
    return Math.max(0, Math.min(this.length, Math.floor(left / this.rowHeight)));
  }

  /** The rows that are there: the first, and the one after the last. */
  sight() {
    const first = this.indexAt(this.top);
    const high = this.element?.clientHeight || innerHeight;
    return { first: Math.max(0, first - SPARE), end: Math.min(this.length, first + Math.ceil(high / this.rowHeight) + SPARE + 1) };
  }

  /**
   * @param {number} length
   * @param {(index: number) => T | undefined} at undefined while it is on its way
   */
  view(length, at) {
    this.length = length;
    this.at = at;
    const { first, end } = this.sight();
    const shown = Array.from({ length: end - first }, (_, n) => ({ index: first + n, item: at(first + n) }));
    shown.forEach(({ index, item }) => {
      const open = item && this.open.get(this.keyOf(item));
      if (open) open.index = index;
    });
    if (this.open.size) queueMicrotask(this.measure);
    if (this.goal >= 0) this.arrive();
    const high = this.offset(length);
    return html`<div class="virtual" @scroll=${this.scrolled} .style=${this.tall ? `height:min(${high}px, ${this.tall})` : ''}>
      <ul aria-label=${this.label} .style=${`height:${high}px`}>
        ${repeat(shown, ({ index, item }) => (item ? this.keyOf(item) : index), ({ index, item }) => this.line(index, item))}
      </ul>
    </div>`;
  }

  /** @param {number} index @param {T | undefined} item */
  line(index, item) {
    const key = item ? this.keyOf(item) : '';
    const open = this.open.has(key);
    return html`<li .style=${`transform:translateY(${this.offset(index)}px)`} aria-setsize=${this.length} aria-posinset=${index + 1} data-open=${open ? key : nothing} aria-busy=${item ? nothing : 'true'}>${
      item ? this.row(item, { chosen: key === this.chosen, choose: () => this.choose(key), open, turn: () => this.turn(key, index) }) : html`<span class="unseen">on its way</span>`
    }</li>`;
  }

  /** What is unfolded is as high as what is in it. */
  measure = () => {
    let moved = false;
    this.element?.querySelectorAll('li[data-open]').forEach((line) => {
      const known = line instanceof HTMLElement && this.open.get(line.dataset.open ?? '');
      if (!known) return;
      const extra = Math.max(0, /** @type {HTMLElement} */ (line).offsetHeight - this.rowHeight);
      moved ||= extra !== known.extra;
      known.extra = extra;
    });
    if (moved) redraw();
  };

  scrolled = (/** @type {Event} */ event) => {
    this.top = /** @type {HTMLElement} */ (event.target).scrollTop;
    redraw();
  };

  /** @param {string} key */
  choose(key) {
    if (this.chosen !== key) {
      this.chosen = key;
      redraw();
    }
  }

  /** Unfolds a row, or folds it. @param {string} key @param {number} index */
  turn(key, index) {
    if (!this.open.delete(key)) this.open.set(key, { index, extra: 0 });
    redraw();
  }

  /** Unfolds or folds the chosen row. */
  turnChosen() {
    const index = this.indexOf(this.chosen);
    if (index >= 0) this.turn(this.chosen, index);
  }

  /** Where something is as far as known, or -1. @param {string} key */
  indexOf(key) {
    for (let index = 0; key && index < this.length; index++) {
      const item = this.at(index);
      if (item && this.keyOf(item) === key) return index;
    }
    return -1;
  }

  /** Goes to the row so many further, or to the first. @param {number} by */
  move(by) {
    if (!this.length) {
      return;
    }
    const from = this.goal >= 0 ? this.goal : this.indexOf(this.chosen);
    this.goal = from < 0 ? 0 : Math.max(0, Math.min(this.length - 1, from + by));
    const item = this.at(this.goal);
    if (item) this.chosen = this.keyOf(item); // at once: the next key may be about it
    this.show(this.goal);
    redraw();
  }

  /** Takes what the keys went to, as soon as it is there. */
  arrive() {
    const item = this.at(this.goal);
    if (!item) {
      return;
    }
    const index = this.goal;
    this.goal = -1;
    this.chosen = this.keyOf(item);
    afterDraw(() => /** @type {HTMLElement | null} */ (this.element?.querySelector(`[aria-posinset="${index + 1}"] > *`))?.focus({ preventScroll: true }));
  }

  /** Scrolls so that a row can be seen. @param {number} index */
  show(index) {
    const box = this.element;
    if (!box) {
      return;
    }
    const above = this.offset(index);
    if (above < box.scrollTop) {
      box.scrollTop = above;
    } else if (above + this.rowHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = above + this.rowHeight - box.clientHeight;
    }
    this.top = box.scrollTop;
    box.scrollIntoView({ block: 'nearest' });
  }

  /**
   * Runs what changes which rows come where, and keeps what is looked at where it is. At its top a list stays there: what
   * comes in first is what one wants to see.
   * @param {() => void} change
   */
  keeping(change) {
    const before = this.indexAt(this.top);
    const item = this.top > 0 ? this.at(before) : undefined;
    change();
    const after = item ? this.indexOf(this.keyOf(item)) : -1;
    if (after >= 0 && after !== before && this.element) {
      const moved = (after - before) * this.rowHeight;
      afterDraw(() => this.element?.scrollBy(0, moved));
    }
  }
}
