import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { route } from '../../core/router.js';

const WINDOW = 200;
const MOST_WINDOWS = 15;
const MOST_AT_ONCE = 2;
const REST_MILLIS = 3_000; // after the gateway refused one
const FILTERS = ['state', 'severity', 'alertname', 'node', 'q'];

/**
 * The alerts of an incident that are looked at: windows into the gateway's order of them, as many as there may be. Only
 * windows that are in sight are asked for.
 */
export const crowd = {
  /** How many there are. */
  length: 0,
  /** @type {MemberCounts | null} */
  counts: null,
  /** @type {any} */
  refusal: null,
};

/** A window that is not of the latest round is shown, and asked for again when it comes in sight. @type {Map<number, {items: Member[], round: number}>} */
const windows = new Map();
/** @type {Set<string>} */
const underway = new Set();
let round = 0;
let visit = 0;
let restUntil = 0;
let sight = { first: 0, end: 0 };
/** @type {(change: () => void) => void} */
let keeping = (change) => change();

const path = () => `/api/v1/incidents/${encodeURIComponent(route.id)}/members`;

/** What the address asks for. */
function query() {
  const out = new URLSearchParams();
  FILTERS.forEach((name) => route.query.get(name) && out.set(name, route.query.get(name) ?? ''));
  return out;
}

/** Begins anew: another incident, or other filters. @param {(change: () => void) => void} keep runs what changes places of rows */
export function begin(keep) {
  keeping = keep;
  visit++;
  round++;
  windows.clear();
  sight = { first: 0, end: 0 };
  Object.assign(crowd, { length: 0, refusal: null });
  return Promise.all([count(), fetchWindow(0)]);
}

export function forget() {
  visit++;
  windows.clear();
  Object.assign(crowd, { length: 0, counts: null, refusal: null });
}

/** Something has changed: what is in sight is asked for again now, the rest when it is looked at. */
export function refresh() {
  round++;
  return Promise.all([count(), ...inSight().map(fetchWindow)]);
}

/** @param {number} index @returns {Member | undefined} undefined while it is on its way */
export const at = (index) => windows.get(Math.floor(index / WINDOW))?.items[index % WINDOW];

/** Says which rows are looked at. @param {{first: number, end: number}} rows */
export function look(rows) {
  sight = rows;
  fetchNext();
}

function inSight() {
  const first = Math.floor(sight.first / WINDOW);
  const last = Math.floor(Math.max(sight.first, sight.end - 1) / WINDOW);
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

/** What was scrolled past before its turn came is left out. */
function fetchNext() {
  const next = inSight().find((number) => windows.get(number)?.round !== round && !underway.has(`${visit}/${round}/${number}`) && number * WINDOW < crowd.length);
  if (next !== undefined && Date.now() >= restUntil && underway.size < MOST_AT_ONCE) {
    fetchWindow(next);
  }
}

async function count() {
  const mine = visit;
  const counts = await get(`${path()}/counts?${query()}`).catch(refused);
  if (counts && mine === visit) {
    crowd.counts = counts;
    crowd.length = counts.total;
    redraw();
  }
}

/** @param {number} number */
async function fetchWindow(number) {
  const [mine, of] = [visit, round];
  const asked = query();
  asked.set('order', 'worst');
  asked.set('limit', String(WINDOW));
  asked.set('skip', String(number * WINDOW));
  const way = `${mine}/${of}/${number}`;
  underway.add(way);
  const page = await get(`${path()}?${asked}`).catch(refused);
  underway.delete(way);
  if (page && mine === visit) {
    crowd.refusal = null;
    keeping(() => {
      windows.set(number, { items: page.items, round: of });
      if (page.nextCursor === null && (page.items.length || number === 0)) crowd.length = number * WINDOW + page.items.length;
      else crowd.length = Math.max(crowd.length, number * WINDOW + page.items.length);
    });
    leaveFarthest(number);
    redraw();
  }
  if (mine === visit && page) fetchNext();
}

/** @param {unknown} refusal */
function refused(refusal) {
  crowd.refusal = refusal;
  restUntil = Date.now() + REST_MILLIS;
  redraw();
  return null;
}

/** @param {number} number of the window that came last */
function leaveFarthest(number) {
  while (windows.size > MOST_WINDOWS) {
    const farthest = [...windows.keys()].reduce((a, b) => (Math.abs(a - number) >= Math.abs(b - number) ? a : b));
    windows.delete(farthest);
  }
}
