import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { ask, get } from '../core/api.js';
import { redraw } from '../core/draw.js';
import { filter, route } from '../core/router.js';
import { operates } from '../core/session.js';
import { time } from '../core/time.js';
import { question } from '../view/dialog.js';
import { told } from '../view/matchers.js';
import { empty, failure, keyed, loading, stateMark } from '../view/parts.js';
import { chosenRow, rowKeys } from '../view/rows.js';
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
export const keys = () => [
  ...rowKeys('silence', { opens: '' }),
  ...(operates() ? [{ key: 'n', says: 'new silence', run: create }, { key: 'x', says: 'end the silence', run: endChosen }] : []),
];

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

function endChosen() {
  const silence = silences?.find((one) => one.id === chosenRow());
  if (silence && !over(silence)) end(silence);
}

/** @param {Silence} silence */
const over = (silence) => silence.status.state === 'expired';

/** @param {Silence} silence */
const row = (silence) => html`<tr tabindex="-1" data-row=${silence.id}>
  <td>${stateMark(silence.status.state)}</td>
  <td>${silence.matchers.map((matcher) => html`<code>${told(matcher)}</code> `)}</td>
  <td>${silence.comment}<br><small>by ${silence.createdBy}</small></td>
  <td>${time(silence.startsAt)}</td><td>${time(silence.endsAt)}</td>
  <td>${over(silence) || !operates() ? nothing : html`<button @click=${() => end(silence)} aria-label="End the silence “${silence.comment}”">End</button>`}</td>
</tr>`;

export function view() {
  const all = route.query.get('over') === 'yes';
  const shown = (silences ?? []).filter((one) => all || !over(one));
  return html`<header class="page-head"><h1>Silences</h1>
      <button class="chip" aria-pressed=${all} @click=${() => filter({ over: all ? '' : 'yes' })}>with those that are over</button>
      ${operates() ? keyed('n', 'New silence', create, { kind: 'primary' }) : nothing}
    </header>
    ${failure(refusal, load)}
    ${!silences ? (refusal ? '' : loading()) : shown.length
      ? html`<div class="scroll panel" tabindex="0" role="group" aria-label="Silences"><table class="silences"><thead><tr><th>State</th><th>Matchers</th><th>Why</th><th>Begins</th><th>Ends</th><th><span class="unseen">End</span></th></tr></thead><tbody>${repeat(shown, (one) => one.id, row)}</tbody></table></div>`
      : empty('Nothing is silenced', operates() ? html`<p>Every alert is told. Silence what is known, here or with <code>amtool silence add</code>.</p>` : html`<p>Every alert is told.</p>`)}`;
}
