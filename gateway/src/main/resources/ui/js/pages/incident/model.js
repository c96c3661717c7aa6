import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { route } from '../../core/router.js';
import { customer } from '../../core/session.js';
import { span } from '../../core/time.js';
import { some } from '../../core/words.js';

const SETTLE_MILLIS = 200;
const NEAR_MILLIS = 2 * 3_600_000;

/** The incident that is looked at, and all that belongs to it. */
export const seen = {
  /** @type {IncidentDetail | null} */
  incident: null,
  /** @type {any} */
  refusal: null,
  /** @type {Member[]} */
  members: [],
  /** @type {string | null} */
  moreMembers: null,
  /** By number. @type {Map<number, TimelineEvent>} */
  timeline: new Map(),
  /** @type {TopologyPicture | null} */
  topology: null,
  /** What may have to do with it, and why. @type {{rollouts: {rollout: Rollout, why: string}[], changes: {change: Change, why: string}[]} | null} */
  near: null,
  /** @type {Set<string>} fingerprints that are ticked */
  ticked: new Set(),
};

/** Where the last page of the timeline begins, so that what is new is found by reading that page alone. */
let lastPage = '';

export function forget() {
  lastPage = '';
  Object.assign(seen, { incident: null, refusal: null, members: [], timeline: new Map(), moreMembers: null, topology: null, near: null, ticked: new Set() });
}

export const path = () => `/api/v1/incidents/${encodeURIComponent(route.id)}`;

export async function load() {
  const id = route.id;
  try {
    const incident = /** @type {IncidentDetail} */ (await get(path()));
    if (id !== route.id) {
      return;
    }
    const nodesBefore = seen.incident?.nodes.join();
    seen.incident = incident;
    seen.refusal = null;
    seen.members = incident.members;
    seen.moreMembers = incident.membersNextCursor;
    incident.timeline.forEach((event) => seen.timeline.set(event.seq, event));
    loadTimeline(id);
    if (nodesBefore !== incident.nodes.join()) {
      loadTopology(incident);
      loadNear(incident);
    }
  } catch (refusal) {
    seen.refusal = refusal;
  }
  redraw();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

/** @param {FeedNews} news */
export function hear(news) {
  const ours = news.events?.some(({ data }) => data.incident === route.id || data.id === route.id || data.subject?.id === route.id);
  if (ours) {
    settling ??= setTimeout(() => {
      settling = undefined;
      load();
    }, SETTLE_MILLIS);
  }
}

export async function loadMoreMembers() {
  const page = await get(`${path()}/members?limit=500&cursor=${encodeURIComponent(seen.moreMembers ?? '')}`);
  seen.members = [...seen.members, ...page.items];
  seen.moreMembers = page.nextCursor;
  redraw();
}

/** @param {string} id */
async function loadTimeline(id) {
  let more = true;
  while (more) {
    const page = await get(`${path()}/timeline?limit=500${lastPage ? `&cursor=${encodeURIComponent(lastPage)}` : ''}`).catch(() => ({ items: [], nextCursor: null }));
    if (id !== route.id) {
      return;
    }
    page.items.forEach((/** @type {TimelineEvent} */ event) => seen.timeline.set(event.seq, event));
    more = page.nextCursor !== null;
    lastPage = page.nextCursor ?? lastPage;
    redraw();
  }
}

/** The topology is of all tenants, so customers have no picture of it. @param {IncidentDetail} incident */
async function loadTopology(incident) {
  if (!incident.nodes.length || customer()) {
    return;
  }
  seen.topology = await get(`/api/v1/topology?node=${incident.nodes.slice(0, 60).map(encodeURIComponent).join(',')}`).catch(() => null);
  redraw();
}

/** Rollouts that touched its nodes or ran when it opened, and changes that were drafted for it or meant for then. @param {IncidentDetail} incident */
async function loadNear(incident) {
  const [rollouts, changes] = await Promise.all([
    get('/api/v1/rollouts?limit=50').then((page) => page.rollouts, () => []),
    get('/api/v1/changes?limit=50').then((page) => page.changes, () => []),
  ]);
  seen.near = {
    rollouts: rollouts.map((/** @type {Rollout} */ rollout) => ({ rollout, why: [touched(rollout, incident.nodes), beside(rollout.startedAt, incident, 'began')].filter(Boolean).join('; ') })).filter(hasWhy),
    changes: changes.map((/** @type {Change} */ change) => ({ change, why: change.content.incident === incident.id ? 'drafted for it' : beside(change.content.start, incident, 'meant for') })).filter(hasWhy),
  };
  redraw();
}

/** @param {{why: string}} near */
const hasWhy = ({ why }) => why !== '';

/** @param {Rollout} rollout @param {string[]} nodes */
function touched(rollout, nodes) {
  const hit = rollout.waves.flatMap((wave) => wave.nodes.filter((node) => node.state !== 'untouched' && nodes.includes(node.name)).map((node) => node.name));
  return hit.length ? `touched ${some(hit, 3)}` : '';
}

/** How a time lies to the opening of an incident; empty when far from it. @param {string | null} at @param {IncidentDetail} incident @param {string} verb */
function beside(at, incident, verb) {
  if (!at) return '';
  const millis = Date.parse(at) - Date.parse(incident.openedAt);
  return Math.abs(millis) < NEAR_MILLIS ? `${verb} ${span(Math.abs(millis) / 1000)} ${millis < 0 ? 'before' : 'after'} it opened` : '';
}
