import { html } from '../../vendor/lit-html/lit-html.js';
import { ask } from '../core/api.js';
import { redraw } from '../core/draw.js';
import { time } from '../core/time.js';
import { apart, number } from '../core/words.js';
import { failure, loading, stateMark } from '../view/parts.js';
import { by, parseMetrics, sum } from './metrics.js';

const EVERY_MILLIS = 5_000; // numbers are read as Prometheus reads them; there is no stream of them

/** @type {import('./metrics.js').Sample[] | null} */
let samples = null;
/** @type {import('./metrics.js').Sample[] | null} */
let before = null;
let at = 0;
let beforeAt = 0;
/** @type {{status: string, components?: Record<string, {status: string}>} | null} */
let health = null;
/** @type {any} */
let refusal = null;

async function load() {
  try {
    const [metrics, readiness] = await Promise.all([ask('GET', '/actuator/prometheus'), fetch('/actuator/health/readiness')]);
    before = samples;
    beforeAt = at;
    samples = parseMetrics(await metrics.text());
    at = Date.now();
    health = await readiness.json();
    refusal = null;
  } catch (caught) {
    refusal = caught;
  }
  redraw();
}

export const title = () => 'Health';

export function enter() {
  load();
  const timer = setInterval(() => document.visibilityState === 'visible' && load(), EVERY_MILLIS);
  return () => clearInterval(timer);
}

/** @param {string} name */
function rate(name) {
  if (!samples || !before) {
    return '…';
  }
  return `${number(Math.round(((sum(samples, name) - sum(before, name)) * 1000) / Math.max(1, at - beforeAt)))} a second`;
}

/** @param {string} title @param {string} value @param {string} says */
const tile = (title, value, says) => html`<div class="tile panel"><h2>${title}</h2><b>${value}</b><small>${says}</small></div>`;

/** @param {string} title @param {[string, number][]} rows @param {string} none */
const table = (title, rows, none) => html`<section class="panel" aria-label=${title}><h2>${title}</h2>${rows.some(([, value]) => value > 0)
  ? html`<table><tbody>${rows.filter(([, value]) => value > 0).map(([name, value]) => html`<tr><td>${name}</td><td class="figure">${number(value)}</td></tr>`)}</tbody></table>`
  : html`<p class="hint">${none}</p>`}</section>`;

/** @type {[string, string][]} */
const STREAMS = [
  ['incidents and alerts, readers', 'tidegate_stream_readers'],
  ['rollouts, readers', 'tidegate_rollout_readers'],
  ['watches, readers', 'tidegate_health_readers'],
  ['watches that run here', 'tidegate_health_watches'],
  ['rollouts that run here', 'tidegate_rollouts'],
];

/** @type {[string, string][]} */
const DOORS = [
  ['readers turned away, because there were too many', 'tidegate_stream_refused_total'],
  ['readers of watches turned away', 'tidegate_health_readers_refused_total'],
  ['events that slow readers were skipped ahead of', 'tidegate_stream_skipped_events_total'],
  ['frames that slow readers were skipped ahead of', 'tidegate_health_readers_skipped_total'],
  ['wrong passwords', 'tidegate_people_wrong_passwords_total'],
];

/** Who else is asked: metric, the label with the name. @type {[string, string, string][]} */
const OTHERS = [
  ['tidegate_probe_questions_seconds_count', 'server', 'source of health'],
  ['tidegate_target_calls_seconds_count', 'target', 'target'],
  ['tidegate_review_questions_seconds_count', 'repository', 'repository'],
];

/** Alerts by the format they came in. @param {import('./metrics.js').Sample[]} has */
function senders(has) {
  const earlier = new Map(before ? by(before, 'tidegate_ingest_accepted_total', 'format') : []);
  const rows = by(has, 'tidegate_ingest_accepted_total', 'format').filter(([, n]) => n > 0);
  const left = new Map(by(has, 'tidegate_ingest_left_out_total', 'format'));
  const a = (/** @type {string} */ name, /** @type {number} */ n) => (before ? number(Math.round(((n - (earlier.get(name) ?? 0)) * 1000) / Math.max(1, at - beforeAt))) : '…');
  return html`<section class="panel" aria-labelledby="senders"><h2 id="senders">Senders, by the door they use</h2>${rows.length
    ? html`<table><thead><tr><th>Format</th><th class="figure">Alerts</th><th class="figure">A second</th><th class="figure">Left out</th></tr></thead><tbody>${rows.map(([name, n]) => html`<tr><td>${name}</td><td class="figure">${number(n)}</td><td class="figure">${a(name, n)}</td><td class="figure">${number(left.get(name) ?? 0)}</td></tr>`)}</tbody></table>`
    : html`<p class="hint">Nobody has sent an alert yet.</p>`}</section>`;
}

/** What a new alert runs into. @type {Record<string, string>} */
const RUN_INTO = { name: 'too many of their name', site: 'too many of their site', shard: 'the shard is full', sites: 'too many sites' };

/** How full each shard is, and what it left out. @param {import('./metrics.js').Sample[]} has */
function shards(has) {
  const most = new Map(by(has, 'tidegate_alerts_held_limit', 'partition'));
  const rows = by(has, 'tidegate_alerts_held', 'partition').filter(([name]) => (most.get(name) ?? 0) > 0).sort(([a], [b]) => Number(a) - Number(b));
  const limited = by(has, 'tidegate_alerts_limited_total', 'reason').filter(([, n]) => n > 0);
  return html`<section class="panel" aria-labelledby="shards"><h2 id="shards">Alerts held, by partition</h2>${rows.length
    ? html`<table><thead><tr><th>Partition</th><th class="figure">Alerts</th><th class="figure">At most</th></tr></thead><tbody>${rows.map(([name, n]) => html`<tr><td>${name}</td><td class="figure">${number(n)}</td><td class="figure">${number(most.get(name) ?? 0)}</td></tr>`)}</tbody></table>`
    : html`<p class="hint">No shard runs here.</p>`}${limited.length
    ? html`<p role="status">${stateMark('failed', 'alerts left out')} since the start, messages about new alerts: ${limited.map(([reason, n]) => `${number(n)} (${RUN_INTO[reason] ?? reason})`).join(', ')}. Alerts TidegateAlertsLimited say which.</p>`
    : html`<p class="hint">Nothing was left out.</p>`}</section>`;
}

/** @param {import('./metrics.js').Sample[]} has */
function others(has) {
  const rows = OTHERS.flatMap(([metric, label, kind]) => {
    const all = has.filter((one) => one.name === metric);
    return [...new Set(all.map((one) => one.labels[label]))].map((name) => {
      const mine = all.filter((one) => one.labels[label] === name);
      const good = sum(mine.filter((one) => one.labels.outcome === 'ok'), metric);
      return { name, kind, good, bad: sum(mine, metric) - good };
    });
  }).filter((row) => row.good + row.bad > 0);
  return html`<section class="panel" aria-labelledby="others"><h2 id="others">Others that are asked</h2>${rows.length
    ? html`<table><thead><tr><th>Name</th><th>Is a</th><th class="figure">Answered</th><th class="figure">Not</th></tr></thead><tbody>${rows.map((row) => html`<tr><td>${row.name}</td><td>${row.kind}</td><td class="figure">${number(row.good)}</td><td class="figure">${row.bad ? stateMark('failed', number(row.bad)) : '0'}</td></tr>`)}</tbody></table>`
    : html`<p class="hint">Nobody was asked yet.</p>`}</section>`;
}

export function view() {
  if (!samples) {
    return html`<h1>Health of Tidegate</h1>${refusal ? failure(refusal, load) : loading()}`;
  }
  const has = samples;
  const total = (/** @type {string} */ name) => number(Math.round(sum(has, name)));
  return html`<header class="page-head"><h1>Health of Tidegate</h1>${stateMark(health?.status === 'UP' ? 'up' : 'failed', health?.status === 'UP' ? 'ready' : 'not ready')}
      ${Object.entries(health?.components ?? {}).map(([name, { status }]) => stateMark(status === 'UP' ? 'up' : 'failed', `${apart(name)} ${status.toLowerCase()}`))}<small>read ${time(new Date(at).toISOString())}</small></header>
    ${failure(refusal, load)}
    <div class="tiles">
      ${tile('Taken in', total('tidegate_ingest_accepted_total'), `alerts since the start, ${rate('tidegate_ingest_accepted_total')}`)}
      ${tile('Refused', total('tidegate_ingest_refused_total'), 'each was told its sender, who asks again or mends it')}
      ${tile('Lag', total('tidegate_shard_lag'), 'records on the log that are not in the shards yet')}
      ${tile('Firing', total('tidegate_alerts_firing'), 'alerts')}
      ${tile('Incidents', total('tidegate_incidents_open'), 'open, or resolved of late')}
      ${tile('Readers', number(sum(has, 'tidegate_stream_readers') + sum(has, 'tidegate_rollout_readers') + sum(has, 'tidegate_health_readers')), 'streams that somebody follows')}
    </div>
    <div class="panels">
      ${senders(has)}
      ${table('Refused, by reason', by(has, 'tidegate_ingest_refused_total', 'reason').map(([name, n]) => [name.replaceAll('_', ' '), n]), 'Nothing was refused.')}
      ${table('Who follows what', STREAMS.map(([name, metric]) => [name, sum(has, metric)]), 'Nobody follows anything.')}
      ${shards(has)}
      ${table('Lag, by partition', by(has, 'tidegate_shard_lag', 'partition'), 'No shard is behind.')}
      ${others(has)}
      ${table('At the doors', DOORS.map(([name, metric]) => [name, sum(has, metric)]), 'Nobody was turned away.')}
    </div>`;
}
