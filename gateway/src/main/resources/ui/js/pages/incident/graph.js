import { seen } from './model.js';

const MOST_SHOWN = 42;

/**
 * What the picture shows, without where.
 * @typedef {{name: string, level: number, standing: 'firing' | 'over' | 'quiet', cause: boolean, dependents: number}} Dot
 * @typedef {{dots: Dot[], lines: {from: string, to: string, relation: string}[], left: number}} Graph
 */

/** A short or bare number names something only together with its label. @param {string} label @param {string} value */
const named = (label, value) => (value.length < 3 || /^\d+$/.test(value) ? `${label}:${value}` : value);

/** The affected nodes and what they stand on, by the topology and by the labels of the alerts. @returns {Graph} */
export function graph() {
  const firing = new Set();
  const hit = new Set(seen.incident?.nodes ?? []);
  /** @type {Map<string, {from: string, to: string, relation: string}>} */
  const lines = new Map();
  const add = (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ relation) => from !== to && lines.set(`${from}>${to}`, { from, to, relation });
  seen.topology?.edges.forEach(({ from, to, relation }) => add(from, to, relation));
  for (const { alert, leftAt } of seen.members) {
    if (!alert || leftAt || !alert.node) continue;
    hit.add(alert.node);
    if (alert.state === 'firing') firing.add(alert.node);
    for (const label of seen.topology?.labels ?? []) {
      const value = alert.labels[label];
      if (value) add(alert.node, named(label, value), label);
    }
  }
  const shown = [...hit].sort((a, b) => Number(firing.has(b)) - Number(firing.has(a)) || (a < b ? -1 : 1)).slice(0, MOST_SHOWN);
  const levels = layered(new Set(shown), [...lines.values()]);
  const likeliest = seen.incident?.causes[0]?.node;
  const dots = [...levels].map(([name, level]) => ({
    name,
    level,
    standing: firing.has(name) ? /** @type {const} */ ('firing') : hit.has(name) ? /** @type {const} */ ('over') : /** @type {const} */ ('quiet'),
    cause: name === likeliest,
    dependents: seen.topology?.vertices.find((vertex) => vertex.name === name)?.dependents ?? 0,
  }));
  return { dots, lines: [...lines.values()].filter(({ from, to }) => levels.has(from) && levels.has(to)), left: hit.size - shown.length };
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
