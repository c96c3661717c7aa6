import { html, svg } from '../../../vendor/lit-html/lit-html.js';
import { count } from '../../core/words.js';
import { graph } from './graph.js';

const WIDE = 112;
const HIGH = 34;
const GAP = 10;
const LAYER_GAP = 40;
const MOST_IN_ROW = 5;

/** @typedef {import('./graph.js').Dot & {x: number, y: number}} Placed */

/** Layers from above to below, each in the order of what it stands on, in rows. @param {import('./graph.js').Graph} drawn */
function placed({ dots, lines }) {
  /** @type {Map<string, Placed>} */
  const out = new Map();
  const layers = [...new Set(dots.map((dot) => dot.level))].sort((a, b) => b - a);
  let y = GAP;
  let width = WIDE + 2 * GAP;
  for (const level of layers) {
    const above = (/** @type {string} */ name) => {
      const xs = lines.filter((line) => line.from === name).map((line) => out.get(line.to)?.x ?? 0);
      return xs.length ? xs.reduce((a, b) => a + b, 0) / xs.length : 0;
    };
    const layer = dots.filter((dot) => dot.level === level).sort((a, b) => above(a.name) - above(b.name) || (a.name < b.name ? -1 : 1));
    layer.forEach((dot, index) => out.set(dot.name, { ...dot, x: GAP + (index % MOST_IN_ROW) * (WIDE + GAP), y: y + Math.floor(index / MOST_IN_ROW) * (HIGH + GAP) }));
    width = Math.max(width, GAP + Math.min(layer.length, MOST_IN_ROW) * (WIDE + GAP));
    y += Math.ceil(layer.length / MOST_IN_ROW) * (HIGH + GAP) + LAYER_GAP;
  }
  centre(out, width);
  return { out, width, height: y - LAYER_GAP };
}

/** @param {Map<string, Placed>} dots @param {number} width */
function centre(dots, width) {
  const rows = Map.groupBy(dots.values(), (dot) => dot.y);
  for (const row of rows.values()) {
    const shift = (width - (row.length * (WIDE + GAP) + GAP)) / 2;
    row.forEach((dot) => (dot.x += shift));
  }
}

const STANDING = { firing: 'alerts firing', over: 'alerts over', quiet: 'no alert of its own' };

/** @param {Placed} dot */
const words = ({ name, standing, cause, dependents }) => `${name}: ${STANDING[standing]}${cause ? ', likely cause' : ''}${dependents ? `, ${count(dependents, 'thing depends', 'things depend')} on it` : ''}`;

/** What is red, and what depends on what. Drawn as SVG and not on a canvas, so that it is text to a screen reader, takes the page's colours and needs no library. */
export function topology() {
  const drawn = graph();
  if (!drawn.dots.length) {
    return html`<p class="hint">No alert of it names a node, so there is nothing to draw. Which labels name nodes is in the configuration.</p>`;
  }
  const { out, width, height } = placed(drawn);
  return html`<div class="topology" tabindex="0" role="group" aria-label="Topology of the affected part">
    <svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="list" aria-label="Affected nodes and what they depend on">
      ${drawn.lines.map(({ from, to, relation }) => line(out.get(from), out.get(to), relation))}
      ${[...out.values()].map((dot) => svg`<g role="listitem" class="dot" data-standing=${dot.standing} ?data-cause=${dot.cause} transform="translate(${dot.x} ${dot.y})" aria-label=${words(dot)}>
        <title>${words(dot)}</title><rect width=${WIDE} height=${HIGH} rx="8" /><text x=${WIDE / 2} y=${HIGH / 2 + 4}>${short(dot.name)}</text>
      </g>`)}
    </svg>
  </div>
  <p class="legend"><span data-standing="firing">alerts firing</span> <span data-standing="over">alerts over</span> <span data-standing="quiet">stood on</span> <span data-standing="cause">likely cause</span>
    ${drawn.left > 0 ? html` · ${count(drawn.left, 'more node')} not drawn` : ''}${drawn.lines.length ? '' : html` · No topology is known for these. Give a file with <code>--topology</code>, or labels such as rack and hypervisor.`}</p>`;
}

/** @param {string} name */
const short = (name) => (name.length > 14 ? name.slice(0, 6) + '…' + name.slice(-7) : name);

/** @param {Placed | undefined} from @param {Placed | undefined} to @param {string} relation */
function line(from, to, relation) {
  if (!from || !to) {
    return '';
  }
  const [x1, y1, x2, y2] = [from.x + WIDE / 2, from.y, to.x + WIDE / 2, to.y + HIGH];
  const middle = (y1 + y2) / 2;
  return svg`<path class="line" d="M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}"><title>${from.name} → ${to.name} (${relation})</title></path>`;
}
