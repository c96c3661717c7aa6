import { Feed } from './feed.js';
import { Totals } from './totals.js';

const INCIDENTS = '/api/v1/incidents/stream';
const FORGOTTEN_MILLIS = 240_000; // pages in the background say that they are here once a minute
const STORM_MILLIS = 250;

/**
 * Connects pages to streams: one connection a stream, however many pages follow it. Runs in a worker that all pages of a
 * browser share, or in the page itself where there are no such workers.
 */
export class Switchboard {
  constructor() {
    /** @type {Map<string, {feed: Feed, ports: Set<MessagePort>, totals?: Totals}>} */
    this.lines = new Map();
    /** @type {Map<MessagePort, number>} */
    this.seen = new Map();
    /** Grows by one a page, in a worker that ends with the last of them. @type {Map<MessagePort, number>} */
    this.numbers = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.telling = undefined;
  }

  /** @param {MessagePort} port */
  connect(port) {
    this.seen.set(port, Date.now());
    port.onmessage = ({ data }) => {
      this.seen.set(port, Date.now());
      if (data.follow) this.follow(port, data.follow, data.own);
      if (data.leave) [data.leave, this.own(data.leave, port)].forEach((line) => this.leave(port, line));
      if (data.bye) this.forget(port);
    };
    const gone = Date.now() - FORGOTTEN_MILLIS;
    [...this.seen].filter(([, at]) => at < gone).forEach(([old]) => this.forget(old));
  }

  /** The line of one page alone. @param {string} path @param {MessagePort} port */
  own(path, port) {
    const number = this.numbers.get(port) ?? this.numbers.size + 1;
    this.numbers.set(port, number);
    return `${path}#${number}`;
  }

  /**
   * @param {MessagePort} port @param {string} path
   * @param {boolean} [alone] for streams that begin with their past: a page that comes later needs it too
   */
  follow(port, path, alone = false) {
    const name = alone ? this.own(path, port) : path;
    let line = this.lines.get(name);
    if (!line) {
      const ports = new Set([port]);
      const totals = path === INCIDENTS ? new Totals() : undefined;
      const feed = new Feed(path, (news) => {
        ports.forEach((to) => to.postMessage({ path, ...news }));
        if (totals && news.events) {
          totals.take(news.events);
          this.tellTotals(totals, ports);
        }
      });
      line = { feed, ports, totals };
      this.lines.set(name, line);
    }
    line.ports.add(port);
    line.feed.wake();
    port.postMessage({ path, state: line.feed.state, totals: line.totals?.sum() });
  }

  /** @param {Totals} totals @param {Set<MessagePort>} ports */
  tellTotals(totals, ports) {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      const sum = totals.sum();
      ports.forEach((to) => to.postMessage({ path: INCIDENTS, totals: sum }));
    }, STORM_MILLIS);
  }

  /** @param {MessagePort} port @param {string} name */
  leave(port, name) {
    const line = this.lines.get(name);
    if (line?.ports.delete(port) && line.ports.size === 0) {
      line.feed.close();
      this.lines.delete(name);
    }
  }

  /** @param {MessagePort} port */
  forget(port) {
    this.seen.delete(port);
    [...this.lines.keys()].forEach((name) => this.leave(port, name));
  }
}
