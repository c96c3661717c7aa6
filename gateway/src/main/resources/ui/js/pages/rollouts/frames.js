const MOST = 1_500;

/**
 * One signal of a wave: on its way forward, or after it went back.
 *
 * @typedef {{name: string, wave: number, back: boolean, levels: (number | null)[][], proof: (number | null)[][], latest: WatchSignal, at: string}} SignalStory
 */

/** The frames of a rollout's watches, gathered by watch and signal. */
export class Frames {
  constructor() {
    /** @type {Map<string, SignalStory>} */
    this.signals = new Map();
    /** @type {{verdict: string, reason: string, at: string, wave: number, back: boolean}[]} */
    this.verdicts = [];
  }

  /** @param {FeedEvent[]} events */
  take(events) {
    for (const { event, data } of events) {
      const frame = event === 'frame' ? data : event === 'snapshot' ? data.lastFrame : null;
      if (frame?.signals) this.frame(frame, data.wave ?? frame.wave ?? 0);
      if (event === 'verdict') this.verdicts.push({ verdict: data.verdict?.verdict ?? data.verdict, reason: data.verdict?.reason ?? data.reason, at: data.at, wave: data.wave ?? 0, back: wentBack(data.watch) });
    }
  }

  /** @param {WatchFrame} frame @param {number} wave */
  frame(frame, wave) {
    const at = Date.parse(frame.at) / 1000;
    for (const signal of frame.signals) {
      const key = `${frame.watch ?? wave}/${signal.signal}`;
      const story = this.signals.get(key) ?? { name: signal.signal, wave, back: wentBack(frame.watch), levels: [[], [], [], []], proof: [[], [], []], latest: signal, at: frame.at };
      const last = story.levels[0].at(-1) ?? 0;
      if (last !== null && at <= last) continue; // told again after a reconnect
      this.signals.set(key, {
        ...story,
        levels: grown(story.levels, [at, signal.level, signal.controlLevel, signal.limit]),
        proof: grown(story.proof, [at, signal.statistic, signal.threshold]),
        latest: signal,
        at: frame.at,
      });
    }
  }

  /** By watch, the one that has been told of last first. @returns {SignalStory[][]} */
  byWatch() {
    /** @type {Map<string, SignalStory[]>} */
    const out = new Map();
    for (const story of this.signals.values()) {
      const key = `${story.wave}/${story.back}`;
      out.set(key, [...(out.get(key) ?? []), story]);
    }
    return [...out.values()].sort((a, b) => latest(b) - latest(a));
  }
}

/** A new list, so that who draws it sees that it is another. @param {(number | null)[][]} columns @param {(number | null | undefined)[]} values */
const grown = (columns, values) => columns.map((column, i) => [...column.slice(column.length >= MOST ? 1 : 0), values[i] ?? null]);

/** @param {SignalStory[]} stories */
const latest = (stories) => Math.max(...stories.map((story) => Date.parse(story.at)));

/** A wave has a watch for its way forward and one for after it went back, which ends in .b and its number. @param {string | undefined} watch */
const wentBack = (watch) => /\.b\d+$/.test(watch ?? '');
