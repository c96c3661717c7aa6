import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { route } from '../../core/router.js';

export const GREW = 'incident.updated';
const PAGE = 100;
const ENOUGH = 20; // lines that are there without asking for more
const MOST_PAGES = 4; // for them

/** What happened to the incident, from the latest on as far back as it was asked for. */
export const story = {
  /** By number. @type {Map<number, TimelineEvent>} */
  events: new Map(),
  /** Where what was before begins; null when all is here. @type {string | null} */
  older: null,
  /** @type {any} */
  refusal: null,
};

/** Whether what became of single alerts is told too. */
let alerts = false;
let visit = 0;
let begun = false;

/** @type {TimelineEvent[] | null} the latest first */
let sorted = null;

export const withAlerts = () => alerts;

export function forget() {
  visit++;
  sorted = null;
  alerts = false;
  begun = false;
  Object.assign(story, { events: new Map(), older: null, refusal: null });
}

export function turnAlerts() {
  const wanted = !alerts;
  forget();
  alerts = wanted;
  return tellNewest();
}

/** @param {string | null} cursor */
const page = (cursor) => get(`/api/v1/incidents/${encodeURIComponent(route.id)}/timeline?order=newest&alerts=${alerts}&limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);

/** The latest page. What is here stays, unless more has happened since than is on it. */
export async function tellNewest() {
  const mine = visit;
  try {
    const { items, nextCursor } = await page(null);
    if (mine !== visit) {
      return;
    }
    const joins = items.some((/** @type {TimelineEvent} */ event) => story.events.has(event.seq));
    if (!joins) story.events.clear();
    if (!joins || !begun) story.older = nextCursor;
    begun = true;
    story.refusal = null;
    add(items);
    for (let n = 1; n < MOST_PAGES && story.older && told().length < ENOUGH; n++) {
      await tellOlder();
    }
  } catch (refusal) {
    story.refusal = refusal;
    redraw();
  }
}

export async function tellOlder() {
  const mine = visit;
  const { items, nextCursor } = await page(story.older);
  if (mine === visit) {
    story.older = nextCursor;
    add(items);
  }
}

/** @param {TimelineEvent[]} events */
export function add(events) {
  for (const event of events) {
    if (event.kind?.startsWith('incident.') || (alerts && event.kind?.startsWith('alert.'))) story.events.set(event.seq, event);
  }
  sorted = null;
  fold();
  redraw();
}

/** An incident that grows in a storm says so often: of what follows each other directly the latest tells it all. */
function fold() {
  const all = told();
  all.forEach((event, index) => {
    if (event.kind === GREW && all[index - 1]?.kind === GREW && !Object.keys(event.details ?? {}).length) story.events.delete(event.seq);
  });
  sorted = null;
}

/** The latest first. */
export function told() {
  sorted ??= [...story.events.values()].sort((a, b) => b.seq - a.seq);
  return sorted;
}
