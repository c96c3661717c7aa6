import { html } from '../../vendor/lit-html/lit-html.js';
import { ask } from '../core/api.js';
import { redraw } from '../core/draw.js';
import { time } from '../core/time.js';
import { number } from '../core/words.js';
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

export function view() {
  if (!samples) {
    return html`<h1>Health of Tidegate</h1>${refusal ? failure(refusal, load) : loading()}`;
  }
  const has = samples;
  const total = (/** @type {string} */ name) => number(Math.round(sum(has, name)));
  return html`<header class="page-head"><h1>Health of Tidegate</h1>${stateMark(health?.status === 'UP' ? 'up' : 'failed', health?.status === 'UP' ? 'ready' : 'not ready')}
      ${Object.entries(health?.components ?? {}).map(([name, { status }]) => stateMark(status === 'UP' ? 'up' : 'failed', `${name} ${status.toLowerCase()}`))}<small>read ${time(new Date(at).toISOString())}</small></header>
    ${failure(refusal, load)}
    <div class="tiles">
      ${tile('Taken in', total('tidegate_ingest_accepted_total'), `alerts since the start, ${rate('tidegate_ingest_accepted_total')}`)}
      ${tile('Refused', total('tidegate_ingest_refused_total'), 'each was told its sender, who asks again or mends it')}
      ${tile('Lag', total('tidegate_shard_lag'), 'records on the log that are not in the shards yet')}
      ${tile('Firing', total('tidegate_alerts_firing'), 'alerts')}
      ${tile('Incidents', total('tidegate_incidents_open'), 'open, or resolved of late')}
      ${tile('Readers', total('tidegate_stream_readers'), 'streams that somebody follows')}
    </div>
    <div class="panels">
      ${table('Senders, by the door they use', by(has, 'tidegate_ingest_accepted_total', 'format'), 'Nobody has sent an alert yet.')}
      ${table('Refused, by reason', by(has, 'tidegate_ingest_refused_total', 'reason'), 'Nothing was refused.')}
      ${table('Lag, by partition', by(has, 'tidegate_shard_lag', 'partition'), 'No shard is behind.')}
      ${table('Questions to sources of health', by(has, 'tidegate_probe_questions_seconds_count', 'outcome'), 'No source was asked yet.')}
    </div>`;
}
