import { parser } from './sse.js';

const SILENCE_MILLIS = 40_000; // heartbeats come every 15 s
const BATCH_MILLIS = 80;
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 10_000;
const FINAL = [400, 403, 404, 406]; // asking again would be answered the same
const BEHIND_MILLIS = 10_000;

/**
 * One stream of the gateway: opened, read, and opened again from the last event had, until it is closed.
 */
export class Feed {
  /**
   * @param {string} path
   * @param {(news: FeedNews) => void} tell events in batches, and the state whenever it changes
   */
  constructor(path, tell) {
    this.path = path;
    this.tell = tell;
    this.last = '';
    this.closed = false;
    this.failures = 0;
    /** @type {FeedState} */
    this.state = { state: 'connecting', behind: 0 };
    /** @type {FeedEvent[]} */
    this.batch = [];
    this.run();
  }

  close() {
    this.closed = true;
    this.abort?.abort();
    this.wake();
  }

  /** Tries again now instead of waiting any longer. */
  wake() {
    this.waker?.();
  }

  async run() {
    while (!this.closed) {
      const wait = await this.read().catch(() => 0);
      if (this.closed) {
        return;
      }
      this.failures++;
      const millis = wait || Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** Math.min(this.failures - 1, 6));
      this.is({ state: this.state.state === 'signed-out' ? 'signed-out' : 'reconnecting', behind: 0 });
      await new Promise((done) => {
        this.waker = () => done(undefined);
        setTimeout(done, millis);
      });
    }
  }

  /** Reads until the stream ends; gives the time to wait that the gateway asked for, or 0. */
  async read() {
    this.abort = new AbortController();
    const { signal } = this.abort;
    /** @type {Record<string, string>} */
    const headers = { Accept: 'text/event-stream' };
    if (this.last) {
      headers['Last-Event-ID'] = this.last;
    }
    let watchdog = this.watch();
    try {
      const response = await fetch(this.path, { headers, signal, cache: 'no-store' });
      if (response.status === 204 || FINAL.includes(response.status)) {
        this.is({ state: 'ended', behind: 0 });
        this.closed = true;
        return 0;
      }
      if (!response.ok || !response.body) {
        this.is({ state: response.status === 401 ? 'signed-out' : 'reconnecting', behind: 0 });
        return 1000 * Number(response.headers.get('Retry-After') ?? 0);
      }
      this.skew = Date.now() - Date.parse(response.headers.get('Date') ?? new Date().toISOString());
      this.failures = 0;
      this.is({ state: 'live', behind: 0 });
      const take = parser((event) => this.take(event));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(watchdog);
        watchdog = this.watch();
        take(part.value);
      }
      return 0;
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** A connection can die without a word. */
  watch() {
    return setTimeout(() => this.abort?.abort(), SILENCE_MILLIS);
  }

  /** @param {{event: string, id: string, data: string}} frame */
  take(frame) {
    if (frame.id) {
      this.last = frame.id;
    }
    if (!frame.event || !frame.data) {
      this.is({ state: 'live', behind: 0 });
      return;
    }
    const data = JSON.parse(frame.data);
    if (this.batch.length === 0) {
      setTimeout(() => this.flush(), BATCH_MILLIS);
    }
    this.batch.push({ event: frame.event, id: frame.id, data });
  }

  flush() {
    if (this.closed) {
      return;
    }
    const events = this.batch;
    this.batch = [];
    this.tell({ events });
    const latest = events.at(-1)?.data?.at;
    const late = latest && !events.some(({ event }) => event.startsWith('snapshot')) ? Date.now() - (this.skew ?? 0) - Date.parse(latest) : 0;
    this.is({ state: 'live', behind: late > BEHIND_MILLIS ? Math.round(late / 1000) : 0 });
  }

  /** @param {FeedState} state */
  is(state) {
    if (state.state !== this.state.state || state.behind !== this.state.behind) {
      this.state = state;
      this.tell({ state });
    }
  }
}
