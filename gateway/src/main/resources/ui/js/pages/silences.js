import { html } from '../../vendor/lit-html/lit-html.js';
import { ask, get } from '../core/api.js';
import { redraw } from '../core/draw.js';
import { filter, route } from '../core/router.js';
import { time } from '../core/time.js';
import { question } from '../view/dialog.js';
import { told } from '../view/matchers.js';
import { empty, failure, keyed, loading, stateMark } from '../view/parts.js';
import { askSilence } from './silence-form.js';

/** @type {Silence[] | null} */
let silences = null;
/** @type {any} */
let refusal = null;

async function load() {
  try {
    silences = await get('/api/v2/silences');
    refusal = null;
  } catch (caught) {
    refusal = caught;
  }
  redraw();
}

export const title = () => 'Silences';

export function enter() {
  silences = null;
  refusal = null;
  load();
}

const create = () => askSilence({ then: load });

/** @returns {Key[]} */
export const keys = () => [{ key: 'n', says: 'new silence', run: create }];

/** @param {Silence} silence */
const end = (silence) =>
  question({
    title: 'End this silence?',
    says: 'Alerts that it kept quiet are told again at once.',
    action: 'End it',
    run: async () => {
      await ask('DELETE', `/api/v2/silence/${silence.id}`);
      await load();
    },
  });

/** @param {Silence} silence */
const row = (silence) => html`<tr>
  <td>${stateMark(silence.status.state)}</td>
  <td>${silence.matchers.map((matcher) => html`<code>${told(matcher)}</code> `)}</td>
  <td>${silence.comment}<br><small>by ${silence.createdBy}</small></td>
  <td>${time(silence.startsAt)}</td><td>${time(silence.endsAt)}</td>
  <td>${silence.status.state === 'expired' ? '' : html`<button @click=${() => end(silence)} aria-label="End the silence “${silence.comment}”">End</button>`}</td>
</tr>`;

export function view() {
  const all = route.query.get('over') === 'yes';
  const shown = (silences ?? []).filter((one) => all || one.status.state !== 'expired');
  return html`<header class="page-head"><h1>Silences</h1>
      <button class="chip" aria-pressed=${all} @click=${() => filter({ over: all ? '' : 'yes' })}>with those that are over</button>
      ${keyed('n', 'New silence', create, { kind: 'primary' })}
    </header>
    ${failure(refusal, load)}
    ${!silences ? (refusal ? '' : loading()) : shown.length
      ? html`<div class="scroll panel" tabindex="0" role="group" aria-label="Silences"><table><thead><tr><th>State</th><th>Matchers</th><th>Why</th><th>Begins</th><th>Ends</th><th><span class="unseen">End</span></th></tr></thead><tbody>${shown.map(row)}</tbody></table></div>`
      : empty('Nothing is silenced', html`<p>Every alert is told. Silence what is known, here or with <code>amtool silence add</code>.</p>`)}`;
}
