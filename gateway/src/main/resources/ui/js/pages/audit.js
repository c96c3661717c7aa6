import { html } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { get } from '../core/api.js';
import { redraw } from '../core/draw.js';
import { filter, pathTo, route } from '../core/router.js';
import { customer } from '../core/session.js';
import { time } from '../core/time.js';
import { number } from '../core/words.js';
import { hash } from '../view/copy.js';
import { empty, failure, keyed, loading, say } from '../view/parts.js';
import { rowKeys } from '../view/rows.js';
import { told } from '../view/told.js';
import { gist } from './gist.js';

const FILTERS = ['subject', 'actor', 'action'];
const LIMIT = 200;

/** Which page shows what an action was done to, by the action's first word. @type {Record<string, string>} */
const LEADS = { change: 'changes', staging: 'changes', rollout: 'rollouts' };

/** @type {AuditRecord[] | null} */
let records = null;
/** @type {number | null} */
let next = null;
/** @type {any} */
let refusal = null;
/** Which answer is waited for: what was asked before it does not count any more. */
let asked = 0;

/** The newest, or those before one. @param {number} before */
async function load(before = 0) {
  const mine = ++asked;
  try {
    const query = new URLSearchParams({ order: 'newest', limit: String(LIMIT) });
    FILTERS.forEach((name) => route.query.get(name) && query.set(name, route.query.get(name) ?? ''));
    if (before) query.set('before', String(before));
    const page = await get(`/api/v1/audit?${query}`);
    if (mine !== asked) return;
    records = before ? [...(records ?? []), ...page.records] : page.records;
    next = page.next;
    refusal = null;
  } catch (caught) {
    if (mine !== asked) return;
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
export const keys = () => [
  ...rowKeys('record', { opens: 'unfold' }),
  { key: 'n', says: 'older records', run: older },
  ...(customer() ? [] : [{ key: 'v', says: 'verify the chain of records', run: verify }]),
];

function older() {
  if (next) load(next);
}

/** @param {AuditRecord} record */
function subject({ action, subject }) {
  const page = LEADS[action.split('.')[0]];
  return page ? html`<a href=${pathTo(page, subject)}>${subject}</a>` : subject;
}

/** @param {AuditRecord} record */
const row = (record) => html`<tr tabindex="-1" data-row=${record.number}><td>${record.number}</td><td>${time(record.at)}</td><td>${record.actor}</td><td>${record.action}</td><td>${subject(record)}</td>
  <td><details><summary>${told(gist(record.detail ?? {}) || 'record')}</summary><pre>${JSON.stringify(record.detail, null, 1)}</pre><small>record ${hash(record.hash, 'this record')} after ${hash(record.before, 'the record before')}</small></details></td></tr>`;

export const view = () => html`<header class="page-head"><h1>Audit</h1>
    ${FILTERS.map((name) => html`<label class="search"><span>${name}</span><input type="search" placeholder=${name} .value=${route.query.get(name) ?? ''} @change=${(/** @type {Event} */ event) => filter({ [name]: /** @type {HTMLInputElement} */ (event.target).value.trim() })}></label>`)}
    ${customer() ? '' : keyed('v', 'Verify', verify)}
    <button @click=${save}>Export all</button>
  </header>
  ${failure(refusal, () => load())}
  ${!records ? (refusal ? '' : loading()) : records.length
    ? html`<div class="scroll panel" tabindex="0" role="group" aria-label="Records"><table class="records"><thead><tr><th>No.</th><th>When</th><th>Who</th><th>Did</th><th>To</th><th>Detail</th></tr></thead><tbody>${repeat(records, (one) => one.number, row)}</tbody></table></div>${next ? html`<p class="more">${keyed('n', 'Older records', older)}</p>` : ''}`
    : empty('Nothing is recorded', html`<p>What people and rollouts do is written here, each record bound to the one before.</p>`)}`;
