import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { route } from '../../core/router.js';

const SETTLE_MILLIS = 200;
const NEAR_MILLIS = 2 * 3_600_000;

/** The incident that is looked at, and all that belongs to it. */
export const seen = {
  /** @type {IncidentDetail | null} */
  incident: null,
  etag: '',
  /** @type {any} */
  refusal: null,
  /** @type {Member[]} */
  members: [],
  /** @type {string | null} */
  moreMembers: null,
  /** @type {TimelineEvent[]} */
  timeline: [],
  /** @type {string | null} */
  moreTimeline: null,
  /** @type {TopologyPicture | null} */
  topology: null,
  /** @type {{rollouts: Rollout[], changes: Change[]} | null} */
  near: null,
  /** @type {Set<string>} fingerprints that are ticked */
  ticked: new Set(),
};

export function forget() {
  Object.assign(seen, { incident: null, etag: '', refusal: null, members: [], timeline: [], moreMembers: null, moreTimeline: null, topology: null, near: null, ticked: new Set() });
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
    seen.timeline = incident.timeline;
    seen.moreTimeline = incident.timelineNextCursor;
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

export async function loadMoreTimeline() {
  const page = await get(`${path()}/timeline?limit=500&cursor=${encodeURIComponent(seen.moreTimeline ?? '')}`);
  seen.timeline = [...seen.timeline, ...page.items];
  seen.moreTimeline = page.nextCursor;
  redraw();
}

/** @param {IncidentDetail} incident */
async function loadTopology(incident) {
  if (!incident.nodes.length) {
    return;
  }
  seen.topology = await get(`/api/v1/topology?node=${incident.nodes.slice(0, 60).map(encodeURIComponent).join(',')}`).catch(() => null);
  redraw();
}

/** Rollouts that touch its nodes or ran when it opened, and changes drafted for it. @param {IncidentDetail} incident */
async function loadNear(incident) {
  const [rollouts, changes] = await Promise.all([
    get('/api/v1/rollouts?limit=50').then((page) => page.rollouts, () => []),
    get('/api/v1/changes?limit=50').then((page) => page.changes, () => []),
  ]);
  const opened = Date.parse(incident.openedAt);
  seen.near = {
    rollouts: rollouts.filter((/** @type {Rollout} */ rollout) => touches(rollout, incident.nodes) || Math.abs(Date.parse(rollout.startedAt) - opened) < NEAR_MILLIS),
    changes: changes.filter((/** @type {Change} */ change) => change.content?.incident === incident.id),
  };
  redraw();
}

/** @param {Rollout} rollout @param {string[]} nodes */
const touches = (rollout, nodes) => rollout.waves.some((wave) => wave.nodes.some((node) => nodes.includes(node.name)));
