import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { SEVERITIES } from '../../view/parts.js';
import { belongs, query, wanted } from './filters.js';

const FIRST_PAGE = 100;
const NEXT_PAGES = 500;
const MOST = 10_000;
const COUNT_MILLIS = 1_000;

/** The board's rows: what the gateway gave for the filter, kept up to date by the stream. */
export const board = {
  /** @type {Map<string, Incident>} */
  rows: new Map(),
  /** @type {Counts | null} */
  counts: null,
  /** @type {any} */
  refusal: null,
  loading: false,
  complete: false,
  /** @type {Incident[] | null} */
  sorted: null,
  /** What the rows are of, as it was asked for. */
  of: '',
};

let loadNumber = 0;

/** Comes to the board. What was there before stays until the gateway has answered, so that one that is away takes nothing from sight. */
export function begin() {
  if (board.of !== String(query())) {
    board.rows = new Map();
    board.counts = null;
  }
  board.sorted = null;
  load();
}

/** Asks for what the address wants, page by page, the first small so that it is there soon. */
export async function load() {
  const mine = ++loadNumber;
  board.loading = true;
  board.complete = false;
  board.refusal = null;
  redraw();
  /** @type {Map<string, Incident>} */
  const fresh = new Map();
  let cursor = '';
  try {
    do {
      const asked = query();
      asked.set('limit', String(cursor ? NEXT_PAGES : FIRST_PAGE));
      if (cursor) asked.set('cursor', cursor);
      const page = await get(`/api/v1/incidents?${asked}`);
      if (mine !== loadNumber) {
        return;
      }
      page.items.forEach((/** @type {Incident} */ row) => fresh.set(row.id, newer(row, board.rows.get(row.id))));
      board.counts = page.counts;
      board.rows = fresh;
      board.of = String(query());
      board.sorted = null;
      board.loading = false;
      cursor = page.nextCursor ?? '';
      redraw();
    } while (cursor && fresh.size < MOST);
    board.complete = true;
  } catch (refusal) {
    if (mine === loadNumber) {
      board.refusal = refusal;
      board.loading = false;
    }
  }
  redraw();
}

/** @param {Incident} row @param {Incident | undefined} known */
const newer = (row, known) => (known && known.version > row.version ? known : row);

/** @param {FeedNews} news */
export function hear(news) {
  if (news.state?.state === 'live' && board.refusal) {
    load();
  }
  if (!news.events) {
    return;
  }
  let changed = false;
  for (const { event, data } of news.events) {
    const incident = event === 'snapshot.item' ? data : data.subjectType === 'incident' ? data.subject : null;
    if (incident) changed = put(incident) || changed;
    if (event === 'skipped') load();
  }
  if (changed) {
    board.sorted = null;
    countSoon();
  }
}

/** Takes what an action was answered with; the stream tells the same a little later. @param {Incident | {applied: boolean}} answer */
export function answered(answer) {
  if ('version' in answer && put(answer)) {
    board.sorted = null;
    countSoon();
    redraw();
  }
}

/** @param {Incident} incident */
function put(incident) {
  const known = board.rows.get(incident.id);
  if (known && known.version >= incident.version) {
    return false;
  }
  if (belongs(incident)) {
    board.rows.set(incident.id, incident);
    return true;
  }
  return board.rows.delete(incident.id);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let counting;

function countSoon() {
  counting ??= setTimeout(async () => {
    const mine = loadNumber;
    const counts = await get(`/api/v1/incidents/counts?${query()}`).catch(() => board.counts);
    counting = undefined;
    if (mine === loadNumber) {
      board.counts = counts;
      redraw();
    }
  }, COUNT_MILLIS);
}

/** @type {Record<string, (a: Incident, b: Incident) => number>} */
const ORDERS = {
  worst: (a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || latest(a, b),
  new: (a, b) => latest(a, b),
  alerts: (a, b) => b.alertCount - a.alertCount || latest(a, b),
};

/** @param {Incident} a @param {Incident} b */
const latest = (a, b) => (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : a.id < b.id ? 1 : -1);

/** All rows in the wanted order. */
export function rows() {
  board.sorted ??= [...board.rows.values()].sort(ORDERS[wanted().order] ?? ORDERS.worst);
  return board.sorted;
}
