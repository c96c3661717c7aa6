import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { route } from '../../core/router.js';
import { customer } from '../../core/session.js';
import { span } from '../../core/time.js';
import { some } from '../../core/words.js';
import { forget as forgetCrowd, refresh } from './crowd.js';
import { add, forget as forgetStory, tellNewest, withAlerts } from './story.js';

const SETTLE_MILLIS = 200;
const PACE_MILLIS = 1_000; // from one answer to the next question, however fast an incident grows
const NEAR_MILLIS = 2 * 3_600_000;
const MOST_NODES = 60;

/** The incident that is looked at, and what belongs to it; its alerts are in `crowd`, its events in `story`. */
export const seen = {
  /** @type {Incident | null} */
  incident: null,
  /** @type {any} */
  refusal: null,
  /** Those on which most alerts fire first. @type {HitNode[]} */
  nodes: [],
  /** @type {TopologyPicture | null} */
  topology: null,
  /** What may have to do with it, and why. @type {{rollouts: {rollout: Rollout, why: string}[], changes: {change: Change, why: string}[]} | null} */
  near: null,
  /** @type {Set<string>} fingerprints that are ticked */
  ticked: new Set(),
};

export function forget() {
  forgetCrowd();
  forgetStory();
  Object.assign(seen, { incident: null, refusal: null, nodes: [], topology: null, near: null, ticked: new Set() });
}

export const path = () => `/api/v1/incidents/${encodeURIComponent(route.id)}`;

/** What the incident itself says, and what is drawn from it. */
export async function load() {
  const id = route.id;
  try {
    const incident = /** @type {Incident} */ (await get(`${path()}?members=0&timeline=0`));
    if (id !== route.id) {
      return;
    }
    const nodesBefore = seen.incident?.nodes.join();
    seen.incident = incident;
    seen.refusal = null;
    loadNodes(id);
    if (nodesBefore !== incident.nodes.join()) {
      loadNear(incident);
    }
  } catch (refusal) {
    seen.refusal = refusal;
  }
  redraw();
}

/** Everything again: something was done. Whoever did it waits for the incident itself only. */
export function reload() {
  refresh();
  tellNewest();
  return load();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;
let answered = 0;

/** @param {FeedNews} news */
export function hear(news) {
  if (news.events?.some(({ event }) => event === 'skipped' || event === 'snapshot.begin')) {
    tellNewest();
  }
  const ours = news.events?.filter(({ data }) => data.incident === route.id || data.id === route.id || data.subject?.id === route.id || data.details?.into === route.id) ?? [];
  if (!ours.length) {
    return;
  }
  add(ours.map(({ data }) => data));
  settling ??= setTimeout(async () => {
    await Promise.allSettled([load(), refresh(), withAlerts() && tellNewest()]);
    answered = Date.now();
    settling = undefined;
  }, Math.max(SETTLE_MILLIS, answered + PACE_MILLIS - Date.now()));
}

/** Of which incident the nodes are on their way: it takes longer the more alerts there are. */
let drawing = '';

/** The topology is of all tenants, so customers have no picture of it. @param {string} id */
async function loadNodes(id) {
  if (customer() || drawing === id) {
    return;
  }
  drawing = id;
  const before = seen.nodes.map(({ node }) => node).sort().join();
  const { items } = await get(`${path()}/nodes?limit=${MOST_NODES}`).catch(() => ({ items: seen.nodes }));
  if (drawing === id) drawing = '';
  if (id !== route.id) {
    return;
  }
  seen.nodes = items;
  const names = items.length ? items.map((/** @type {HitNode} */ one) => one.node) : (seen.incident?.nodes.slice(0, MOST_NODES) ?? []);
  if (names.length && (!seen.topology || names.toSorted().join() !== before)) {
    seen.topology = await get(`/api/v1/topology?node=${names.map(encodeURIComponent).join(',')}`).catch(() => null);
  }
  redraw();
}

/** Rollouts that touched its nodes or ran when it opened, and changes that were drafted for it or meant for then. @param {Incident} incident */
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

/** How a time lies to the opening of an incident; empty when far from it. @param {string | null} at @param {Incident} incident @param {string} verb */
function beside(at, incident, verb) {
  if (!at) return '';
  const millis = Date.parse(at) - Date.parse(incident.openedAt);
  return Math.abs(millis) < NEAR_MILLIS ? `${verb} ${span(Math.abs(millis) / 1000)} ${millis < 0 ? 'before' : 'after'} it opened` : '';
}
