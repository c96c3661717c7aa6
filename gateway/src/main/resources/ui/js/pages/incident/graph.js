import { seen } from './model.js';

const MOST_SHOWN = 42;

/**
 * What the picture shows, without where.
 * @typedef {{name: string, level: number, standing: 'firing' | 'over' | 'quiet', cause: boolean, dependents: number}} Dot
 * @typedef {{dots: Dot[], lines: {from: string, to: string, relation: string}[], left: number}} Graph
 */

/** A short or bare number names something only together with its label. @param {string} label @param {string} value */
const named = (label, value) => (value.length < 3 || /^\d+$/.test(value) ? `${label}:${value}` : value);

/** @type {{of: unknown[], graph: Graph} | undefined} */
let last;

/** The affected nodes and what they stand on, by the topology and by the labels of the alerts; made anew when one of these changes. */
export function graph() {
  const of = [seen.incident, seen.nodes, seen.topology];
  if (!last || last.of.some((one, index) => one !== of[index])) last = { of, graph: drawn() };
  return last.graph;
}

/** @returns {Graph} */
function drawn() {
  const firing = new Set(seen.nodes.filter((one) => one.firing > 0).map(({ node }) => node));
  const likeliest = seen.incident?.causes[0]?.node;
  // on which most alerts fire come first; the others of an old incident, whose alerts are not kept any more, fill up
  const hit = new Set([...seen.nodes.map(({ node }) => node), ...(seen.incident?.nodes ?? [])]);
  const first = likeliest && hit.has(likeliest) ? [likeliest] : [];
  const shown = [...new Set([...first, ...hit])].slice(0, MOST_SHOWN).sort((a, b) => Number(firing.has(b)) - Number(firing.has(a)) || (a < b ? -1 : 1));
  /** @type {Map<string, {from: string, to: string, relation: string}>} */
  const lines = new Map();
  const add = (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ relation) => from !== to && lines.set(`${from}>${to}`, { from, to, relation });
  seen.topology?.edges.forEach(({ from, to, relation }) => add(from, to, relation));
  for (const { node, labels } of seen.nodes) {
    for (const label of seen.topology?.labels ?? []) {
      labels.forEach((all) => all[label] && add(node, named(label, all[label]), label));
    }
  }
  const levels = layered(new Set(shown), [...lines.values()]);
  const dots = [...levels].map(([name, level]) => ({
    name,
    level,
    standing: firing.has(name) ? /** @type {const} */ ('firing') : hit.has(name) ? /** @type {const} */ ('over') : /** @type {const} */ ('quiet'),
    cause: name === likeliest,
    dependents: seen.topology?.vertices.find((vertex) => vertex.name === name)?.dependents ?? 0,
  }));
  return { dots, lines: [...lines.values()].filter(({ from, to }) => levels.has(from) && levels.has(to)), left: Math.max(hit.size, seen.incident?.nodeCount ?? 0) - shown.length };
}

/** How high each stands: above everything that depends on it. @param {Set<string>} nodes @param {{from: string, to: string}[]} lines */
function layered(nodes, lines) {
  /** @type {Map<string, number>} */
  const levels = new Map([...nodes].map((name) => [name, 0]));
  for (let round = 0; round < 5; round++) {
    let moved = false;
    for (const { from, to } of lines) {
      const below = levels.get(from);
      if (below !== undefined && (levels.get(to) ?? -1) <= below && below < 5) {
        levels.set(to, below + 1);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return levels;
}
