import { html } from '../../vendor/lit-html/lit-html.js';
import { get } from '../core/api.js';
import { redraw } from '../core/draw.js';
import { filter, route } from '../core/router.js';
import { customer } from '../core/session.js';
import { time } from '../core/time.js';
import { number } from '../core/words.js';
import { hash } from '../view/copy.js';
import { empty, failure, keyed, loading, say } from '../view/parts.js';

const FILTERS = ['subject', 'actor', 'action'];
const LIMIT = 200;

/** @type {AuditRecord[] | null} */
let records = null;
/** @type {number | null} */
let next = null;
/** @type {any} */
let refusal = null;

/** @param {number} after */
async function load(after = 0) {
  try {
    const asked = new URLSearchParams({ limit: String(LIMIT) });
    FILTERS.forEach((name) => route.query.get(name) && asked.set(name, route.query.get(name) ?? ''));
    if (after) asked.set('after', String(after));
    const page = await get(`/api/v1/audit?${asked}`);
    records = after ? [...(records ?? []), ...page.records] : page.records;
    next = page.next;
    refusal = null;
  } catch (caught) {
    refusal = caught;
  }
  redraw();
}

export const title = () => 'Audit';

export function enter() {
  records = null;
  refusal = null;
  load();
}

export const changed = () => load();

async function verify() {
  try {
    const found = await get('/api/v1/audit/verify');
    say(found.sound ? `Sound: ${number(found.records)} records, each bound to the one before; head ${found.head.slice(0, 12)}…` : found.problem, !found.sound);
  } catch (caught) {
    say(/** @type {Error} */ (caught).message, true);
  }
}

async function save() {
  const response = await fetch('/api/v1/audit', { headers: { Accept: 'application/x-ndjson' } });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = 'audit.ndjson';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @returns {Key[]} */
export const keys = () => (customer() ? [] : [{ key: 'v', says: 'verify the chain of records', run: verify }]);

/** @param {AuditRecord} record */
const row = (record) => html`<tr><td>${record.number}</td><td>${time(record.at)}</td><td>${record.actor}</td><td>${record.action}</td><td>${record.subject}</td>
  <td><details><summary>${Object.keys(record.detail ?? {}).slice(0, 4).join(', ') || 'record'}</summary><pre>${JSON.stringify(record.detail, null, 1)}</pre><small>record ${hash(record.hash, 'this record')} after ${hash(record.before, 'the record before')}</small></details></td></tr>`;

export const view = () => html`<header class="page-head"><h1>Audit</h1>
    ${FILTERS.map((name) => html`<label class="search"><span>${name}</span><input type="search" placeholder=${name} .value=${route.query.get(name) ?? ''} @change=${(/** @type {Event} */ event) => filter({ [name]: /** @type {HTMLInputElement} */ (event.target).value.trim() })}></label>`)}
    ${customer() ? '' : keyed('v', 'Verify', verify)}
    <button @click=${save}>Export all</button>
  </header>
  ${failure(refusal, () => load())}
  ${!records ? (refusal ? '' : loading()) : records.length
    ? html`<div class="scroll panel" tabindex="0" role="group" aria-label="Records"><table><thead><tr><th>No.</th><th>When</th><th>Who</th><th>Did</th><th>To</th><th>Detail</th></tr></thead><tbody>${records.map(row)}</tbody></table></div>${next ? html`<button @click=${() => load(next ?? 0)}>Show more</button>` : ''}`
    : empty('Nothing is recorded', html`<p>What people and rollouts do is written here, each record bound to the one before.</p>`)}`;
