import { html } from '../../../vendor/lit-html/lit-html.js';
import { repeat } from '../../../vendor/lit-html/directives/repeat.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { filter, pathTo, route } from '../../core/router.js';
import { time } from '../../core/time.js';
import { follow } from '../../live/client.js';
import { empty, failure, loading, stateMark } from '../../view/parts.js';
import { rowKeys } from '../../view/rows.js';

const RUNNING = ['waiting', 'applying', 'soaking', 'pulling-back'];

/** @type {Map<string, Rollout> | null} */
let rollouts = null;
/** @type {any} */
let refusal = null;

async function load() {
  try {
    const page = await get('/api/v1/rollouts?limit=200');
    rollouts = new Map(page.rollouts.map((/** @type {Rollout} */ one) => [one.id, one]));
    refusal = null;
  } catch (caught) {
    refusal = caught;
  }
  redraw();
}

export const title = () => 'Rollouts';

export function enter() {
  rollouts = null;
  refusal = null;
  load();
  return follow('/api/v1/rollouts/stream', (news) => news.events?.forEach(({ event, data }) => event === 'rollout' && rollouts?.set(data.id, data)));
}

/** @returns {Key[]} */
export const keys = () => rowKeys('rollout');

/** @param {Rollout} rollout */
const row = (rollout) => html`<li><a class="card" data-row=${rollout.id} href=${pathTo('rollouts', rollout.id)}>
  <b>${rollout.title}</b> ${stateMark(rollout.phase)} ${rollout.held ? stateMark('waiting', 'held') : ''} ${stateMark(rollout.health?.signal ?? 'none')}
  <span class="mini">${rollout.waves.map((wave) => html`<i data-state=${wave.state} title="wave ${wave.number}: ${wave.state}"></i>`)}</span>
  <small>wave ${rollout.wave} of ${rollout.waves.length} · by ${rollout.executor}${rollout.monitor ? `, watched by ${rollout.monitor}` : ', nobody watches'} · ${time(rollout.updatedAt)}</small>
</a></li>`;

export function view() {
  const wanted = route.query.get('state') ?? '';
  const all = [...(rollouts?.values() ?? [])].filter((one) => !wanted || (wanted === 'running' ? RUNNING.includes(one.phase) : !RUNNING.includes(one.phase))).sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  return html`<header class="page-head"><h1>Rollouts</h1>
      ${[['', 'all'], ['running', 'running'], ['over', 'over']].map(([word, words]) => html`<button class="chip" aria-pressed=${wanted === word} @click=${() => filter({ state: word })}>${words}</button>`)}
    </header>
    ${failure(refusal, load)}
    ${!rollouts ? (refusal ? '' : loading()) : all.length ? html`<ul class="cards">${repeat(all, (one) => one.id, row)}</ul>` : empty('No rollout', html`<p>A rollout begins with an approved change: open it under <a href=${pathTo('changes')}>Changes</a> and start it there.</p>`)}`;
}
