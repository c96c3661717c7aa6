import { html } from '../../../vendor/lit-html/lit-html.js';
import { repeat } from '../../../vendor/lit-html/directives/repeat.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { filter, go, pathTo, route } from '../../core/router.js';
import { may, me } from '../../core/session.js';
import { time } from '../../core/time.js';
import { empty, failure, loading, stateMark } from '../../view/parts.js';
import { rowKeys } from '../../view/rows.js';
import { told } from '../../view/told.js';

const STATES = ['draft', 'waiting', 'approved', 'refused', 'expired', 'emergency'];

/** @type {Change[] | null} */
let changes = null;
/** @type {any} */
let refusal = null;

async function load() {
  try {
    const state = route.query.get('state');
    changes = (await get(`/api/v1/changes?limit=200${state ? `&state=${state}` : ''}`)).changes;
    refusal = null;
  } catch (caught) {
    refusal = caught;
  }
  redraw();
}

export const title = () => 'Changes';

export function enter() {
  changes = null;
  refusal = null;
  load();
}

export const changed = load;

const drafter = () => may('responder', 'support-engineer', 'executor');
const draft = () => go(pathTo('changes', 'new'));

/** @returns {Key[]} */
export const keys = () => [...rowKeys('change'), ...(drafter() ? [{ key: 'n', says: 'draft a change', run: draft }] : [])];

/** Whether this side has not said anything on the present content. @param {Change} change */
function waitsForMe(change) {
  const side = me.roles.includes('customer-approver') ? 'customer' : me.roles.includes('support-engineer') || me.roles.includes('validator') ? 'support' : '';
  return side && change.state === 'waiting' && change.author !== me.name && !change.approvals.some((one) => one.side === side && one.hash === change.hash);
}

/** @param {Change} change */
const row = (change) => html`<li><a class="card" data-row=${change.id} href=${pathTo('changes', change.id)}>
  <b>${change.content.title}</b> ${stateMark(change.state)} ${waitsForMe(change) ? stateMark('open', 'waits for you') : ''}
  <small>${told(change.standing)} · by ${change.author} · ${change.tenant || 'no tenant'} · ${time(change.updatedAt)}</small>
</a></li>`;

const drafts = () => (drafter() ? html`<a class="button" aria-keyshortcuts="n" href=${pathTo('changes', 'new')}>Draft a change <kbd aria-hidden="true">n</kbd></a>` : '');

export function view() {
  const wanted = route.query.get('state') ?? '';
  const sorted = [...(changes ?? [])].sort((a, b) => Number(waitsForMe(b)) - Number(waitsForMe(a)));
  return html`<header class="page-head"><h1>Changes</h1>
      ${['', ...STATES].map((state) => html`<button class="chip" aria-pressed=${wanted === state} @click=${() => filter({ state })}>${state || 'all'}</button>`)}
      ${drafts()}
    </header>
    ${failure(refusal, load)}
    ${!changes ? (refusal ? '' : loading()) : sorted.length ? html`<ul class="cards">${repeat(sorted, (one) => one.id, row)}</ul>` : empty('No change', html`<p>A change is a reviewed revision, the nodes it is for, and how its health is judged. Draft one here, or send it to <code>POST /api/v1/changes</code>.</p>${drafts()}`)}`;
}
