import { redraw } from '../core/draw.js';
import { Switchboard } from './switchboard.js';

const HERE_MILLIS = 30_000;
export const INCIDENTS = '/api/v1/incidents/stream';

/** @type {Map<string, Set<(news: FeedNews) => void>>} */
const listeners = new Map();

/** What is known of the streams that this page follows. @type {Map<string, FeedState>} */
export const states = new Map();

/** @type {StormTotals} */
export const totals = { known: false, incidents: 0, alerts: 0, firing: 0, storms: 0, since: '' };

/** @type {MessagePort} */
let port;

/** Streams that this page does not share. @type {Set<string>} */
const alone = new Set();

/** Connects this page to the streams of its browser. */
export function connect() {
  use(shared() ?? inPage());
  setInterval(() => port.postMessage({ here: true }), HERE_MILLIS);
  addEventListener('pagehide', () => port.postMessage({ bye: true }));
  addEventListener('pageshow', (event) => event.persisted && reconnect());
}

/** @param {MessagePort} chosen */
function use(chosen) {
  port = chosen;
  port.onmessage = ({ data }) => hear(data);
  reconnect();
}

function shared() {
  if (!('SharedWorker' in self)) {
    return null;
  }
  const worker = new SharedWorker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'tidegate' });
  worker.onerror = () => use(inPage()); // a browser that knows no modules in workers
  return worker.port;
}

function inPage() {
  const { port1, port2 } = new MessageChannel();
  new Switchboard().connect(port2);
  return port1;
}

/** @param {FeedNews & {path: string, totals?: StormTotals}} news */
function hear(news) {
  if (news.state) {
    states.set(news.path, news.state);
  }
  if (news.totals) {
    Object.assign(totals, news.totals);
  }
  listeners.get(news.path)?.forEach((listener) => listener(news));
  redraw();
}

/** Asks for every stream again, for a page that comes back from the browser's memory. */
const reconnect = () => listeners.forEach((_, path) => port.postMessage({ follow: path, own: alone.has(path) }));

/**
 * Follows a stream until the returned function is called.
 * @param {string} path
 * @param {(news: FeedNews) => void} listener
 * @param {{own?: boolean}} [how] own: the stream begins with its past, so that it cannot be shared
 */
export function follow(path, listener, { own = false } = {}) {
  const all = listeners.get(path) ?? new Set();
  listeners.set(path, all.add(listener));
  own ? alone.add(path) : alone.delete(path);
  port.postMessage({ follow: path, own });
  return () => {
    all.delete(listener);
    if (all.size === 0) {
      listeners.delete(path);
      states.delete(path);
      port.postMessage({ leave: path });
    }
  };
}

const WORST_FIRST = ['signed-out', 'reconnecting', 'connecting', 'live', 'ended'];

/** The worst of what this page follows; null when it follows nothing. @returns {FeedState | null} */
export function standing() {
  const all = [...states.values()].sort((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state));
  return all.length ? { state: all[0].state, behind: Math.max(...all.map((state) => state.behind)) } : null;
}
