const MOST = 1_500;

/**
 * The frames of a rollout's watches, gathered by wave and signal.
 *
 * @typedef {{name: string, wave: number, columns: (number | null)[][], latest: WatchSignal, at: string}} SignalStory
 */
export class Frames {
  constructor() {
    /** @type {Map<string, SignalStory>} */
    this.signals = new Map();
    /** @type {{verdict: string, reason: string, at: string, wave: number}[]} */
    this.verdicts = [];
  }

  /** @param {FeedEvent[]} events */
  take(events) {
    for (const { event, data } of events) {
      const frame = event === 'frame' ? data : event === 'snapshot' ? data.lastFrame : null;
      if (frame?.signals) this.frame(frame, data.wave ?? frame.wave ?? 0);
      if (event === 'verdict') this.verdicts.push({ verdict: data.verdict?.verdict ?? data.verdict, reason: data.verdict?.reason ?? data.reason, at: data.at, wave: data.wave ?? 0 });
    }
  }

  /** @param {WatchFrame} frame @param {number} wave */
  frame(frame, wave) {
    const at = Date.parse(frame.at) / 1000;
    for (const signal of frame.signals) {
      const key = `${wave}/${signal.signal}`;
      const story = this.signals.get(key) ?? { name: signal.signal, wave, columns: [[], [], [], []], latest: signal, at: frame.at };
      const [times, ...levels] = story.columns;
      const last = times.at(-1) ?? 0;
      if (last !== null && at <= last) continue; // told again after a reconnect
      times.push(at);
      [signal.level, signal.controlLevel, signal.limit].forEach((value, i) => levels[i].push(value ?? null));
      if (times.length > MOST) story.columns.forEach((column) => column.shift());
      this.signals.set(key, { ...story, columns: [...story.columns], latest: signal, at: frame.at });
    }
  }

  /** Of the wave that has been told of last. */
  current() {
    const all = [...this.signals.values()];
    const wave = Math.max(0, ...all.map((story) => story.wave));
    return all.filter((story) => story.wave === wave);
  }
}
