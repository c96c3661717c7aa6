import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';

const GATHER_MILLIS = 200;
const FRESH_MILLIS = 5_000; // an incident that changes is asked for again after this
const LASTS_MILLIS = 60_000; // one that does not, when its minutes have moved on
const MOST_AT_ONCE = 60;

/** @type {Map<string, {steps: number[] | undefined, version: number, at: number}>} */
const known = new Map();
/** @type {Set<string>} */
const open = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let gathering;

/** Alerts a minute of an incident, as far as known; asks for them when they are not, for all rows in sight at once. @param {Incident} incident */
export function arrivals(incident) {
  const now = Date.now();
  const have = known.get(incident.id);
  const stale = !have || now - have.at > LASTS_MILLIS || (have.version !== incident.version && now - have.at > FRESH_MILLIS);
  if (stale) {
    known.set(incident.id, { steps: have?.steps, version: incident.version, at: now });
    open.add(incident.id);
    gathering ??= setTimeout(fetchOpen, GATHER_MILLIS);
  }
  return have?.steps;
}

async function fetchOpen() {
  const ids = [...open].slice(0, MOST_AT_ONCE);
  ids.forEach((id) => open.delete(id));
  gathering = open.size ? setTimeout(fetchOpen, GATHER_MILLIS) : undefined;
  const answer = await get(`/api/v1/incidents/arrivals?id=${ids.map(encodeURIComponent).join(',')}`).catch(() => null);
  if (!answer) {
    return; // the row shows what it had; the next change asks again
  }
  for (const id of ids) {
    const entry = known.get(id);
    if (entry) entry.steps = answer.items[id] ?? [];
  }
  redraw();
}
