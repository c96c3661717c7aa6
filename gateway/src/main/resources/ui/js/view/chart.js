import uPlot from '../../vendor/uplot/dist/uPlot.esm.js';

const HEIGHT = 170;
const HOURS = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** @param {string} name of a colour of the page */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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

  /** @param {(number | null)[][]} columns */
  set data(columns) {
    this.columns = columns;
    this.plot?.setData(/** @type {uPlot.AlignedData} */ (columns));
  }

  connectedCallback() {
    this.plot = new uPlot(this.options(), /** @type {uPlot.AlignedData} */ (this.columns), this);
    this.resizing = new ResizeObserver(() => this.plot?.setSize({ width: this.clientWidth, height: HEIGHT }));
    this.resizing.observe(this);
  }

  disconnectedCallback() {
    this.resizing?.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** @returns {uPlot.Options} */
  options() {
    const axis = { stroke: () => colour('--soft'), grid: { stroke: () => colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    return {
      width: this.clientWidth || 320,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { y: { range: (_, low, high) => (low === high ? [Math.min(0, low), high || 1] : [Math.min(0, low), high * 1.08]) } },
      axes: [{ ...axis, values: (_, times) => times.map((at) => HOURS.format(at * 1000)) }, { ...axis, size: 56 }],
      series: [{}, ...this.curves.map((curve) => ({ label: curve.label, stroke: () => colour(curve.colour), width: 2, dash: curve.dash, points: { show: false }, spanGaps: false }))],
    };
  }
}

customElements.define('tide-chart', TideChart);
