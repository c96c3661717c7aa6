/**
 * One line of what Prometheus reads.
 * @typedef {{name: string, labels: Record<string, string>, value: number}} Sample
 */
const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** @param {string} text @returns {Sample[]} */
export function parseMetrics(text) {
  return text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .flatMap((line) => {
      const [, name, labels = '', value] = LINE.exec(line) ?? [];
      return name ? [{ name, labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, key, word]) => [key, word])), value: Number(value) }] : [];
    });
}

/** Sums a metric, whole or by one label. @param {Sample[]} samples @param {string} name */
export const sum = (samples, name) => samples.filter((one) => one.name === name).reduce((total, one) => total + one.value, 0);

/** @param {Sample[]} samples @param {string} name @param {string} label @returns {[string, number][]} */
export function by(samples, name, label) {
  /** @type {Map<string, number>} */
  const out = new Map();
  samples.filter((one) => one.name === name).forEach((one) => out.set(one.labels[label] ?? '', (out.get(one.labels[label] ?? '') ?? 0) + one.value));
  return [...out].sort((a, b) => b[1] - a[1]);
}
