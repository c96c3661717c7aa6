import uPlot from '../../vendor/uplot/dist/uPlot.esm.js';
import { COLOURS_TURNED } from '../core/draw.js';

const HEIGHT = 170;
/** Seconds between marks on the clock, from which those that fit are taken. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400];
const LEAST_SECONDS = 30;
const HOURS = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/**
 * Curves over time. Give `data` (times in seconds, then a column a curve) and `curves`; changing `data` redraws.
 *
 * @typedef {{label: string, colour: string, dash?: number[]}} Curve
 */
class TideChart extends HTMLElement {
  /** @type {Curve[]} */
  curves = [];
  /** @type {(number | null)[][]} */
  columns = [[]];
  /** @type {uPlot | undefined} */
  plot = undefined;
  /** Its height; set before it is shown. */
  high = HEIGHT;
  /** Without a clock below, for one that stands under another. */
  bare = false;
  system = matchMedia('(prefers-color-scheme: dark)');

  /** A canvas wants colours as they come out: light or dark. @param {string} name of a colour of the page */
  colour(name) {
    this.style.color = `var(${name})`;
    return getComputedStyle(this).color;
  }

  repaint = () => this.plot?.redraw(false);

  /** @param {(number | null)[][]} columns */
  set data(columns) {
    this.columns = columns;
    this.plot?.setData(/** @type {uPlot.AlignedData} */ (columns));
  }

  connectedCallback() {
    this.plot = new uPlot(this.options(), /** @type {uPlot.AlignedData} */ (this.columns), this);
    this.resizing = new ResizeObserver(() => this.plot?.setSize({ width: this.clientWidth, height: this.high }));
    this.resizing.observe(this);
    addEventListener(COLOURS_TURNED, this.repaint);
    this.system.addEventListener('change', this.repaint);
  }

  disconnectedCallback() {
    removeEventListener(COLOURS_TURNED, this.repaint);
    this.system.removeEventListener('change', this.repaint);
    this.resizing?.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** @returns {uPlot.Options} */
  options() {
    const axis = { stroke: () => this.colour('--soft'), grid: { stroke: () => this.colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    return {
      width: this.clientWidth || 320,
      height: this.high,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { range: (_, from, to) => [from, Math.max(to, from + LEAST_SECONDS)] }, y: { range: (_, low, high) => (low === high ? [Math.min(0, low), high || 1] : [Math.min(0, low), high * 1.08]) } },
      axes: [{ ...axis, show: !this.bare, space: 84, incrs: STEPS, values: (_, times) => times.map((at) => HOURS.format(at * 1000)) }, { ...axis, size: 56 }],
      series: [{}, ...this.curves.map((curve) => ({ label: curve.label, stroke: () => this.colour(curve.colour), width: 2, dash: curve.dash, points: { show: false }, spanGaps: false }))],
    };
  }
}

customElements.define('tide-chart', TideChart);
