import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { live } from '../../../vendor/lit-html/directives/live.js';
import { filter, route } from '../../core/router.js';
import { number } from '../../core/words.js';
import { SEVERITIES } from '../../view/parts.js';

const STATES = ['open', 'acknowledged', 'resolved', 'closed'];
const TEXTS = ['site', 'node', 'alertname', 'q'];
const TYPING_MILLIS = 250;

/** What is shown when the address says nothing. */
const ACTIVE = ['open', 'acknowledged'];

const list = (/** @type {string} */ name) => (route.query.get(name) ?? '').split(',').filter(Boolean);

/** What the address asks for. */
export function wanted() {
  const states = list('state');
  return { states: states.length ? states : ACTIVE, severities: list('severity'), order: route.query.get('order') ?? 'worst' };
}

/** The same, for the gateway. @returns {URLSearchParams} */
export function query() {
  const { states, severities } = wanted();
  const out = new URLSearchParams({ state: states.join(',') });
  if (severities.length) out.set('severity', severities.join(','));
  TEXTS.forEach((name) => route.query.get(name) && out.set(name, route.query.get(name) ?? ''));
  return out;
}

export const narrowed = () => route.query.size > 0;

/**
 * Whether an incident that the stream tells belongs here. The gateway's search knows more: names of all its alerts.
 * @param {Incident} incident
 */
export function belongs(incident) {
  const { states, severities } = wanted();
  const value = (/** @type {string} */ name) => route.query.get(name) ?? '';
  const words = value('q').toLowerCase().split(/\s+/).filter(Boolean);
  const text = [incident.title, incident.id, incident.alertname ?? '', ...incident.nodes].join(' ').toLowerCase();
  return (
    states.includes(incident.state) &&
    (severities.length === 0 || severities.includes(incident.severity)) &&
    (!value('site') || incident.site === value('site')) &&
    (!value('node') || incident.nodes.includes(value('node'))) &&
    (!value('alertname') || incident.alertname === value('alertname')) &&
    words.every((word) => text.includes(word))
  );
}

/** @param {string} name @param {string} word @param {string[]} chosen */
function toggle(name, word, chosen) {
  const next = chosen.includes(word) ? chosen.filter((one) => one !== word) : [...chosen, word];
  filter({ [name]: next.join(',') });
}

/** @param {string} name @param {string[]} words @param {string[]} chosen @param {Record<string, number>} counts */
const facet = (name, words, chosen, counts) =>
  html`<fieldset class="facet"><legend>${name}</legend>
    ${words.map((word) => html`<button class="chip" data-severity=${name === 'severity' ? word : nothing} aria-pressed=${chosen.includes(word)} @click=${() => toggle(name, word, chosen)}>${word} <b>${number(counts[word] ?? 0)}</b></button>`)}
  </fieldset>`;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

function typed(/** @type {InputEvent} */ event) {
  const { name, value } = /** @type {HTMLInputElement} */ (event.target);
  clearTimeout(pause);
  pause = setTimeout(() => filter({ [name]: value.trim() }), TYPING_MILLIS);
}

/** @param {string} name @param {string} label */
const text = (name, label) =>
  html`<label class="search"><span>${label}</span><input type="search" name=${name} placeholder=${label} .value=${live(document.activeElement?.getAttribute('name') === name ? /** @type {HTMLInputElement} */ (document.activeElement).value : (route.query.get(name) ?? ''))} @input=${typed}></label>`;

/** @param {Counts | null} counts */
export function filters(counts) {
  const { states, severities, order } = wanted();
  return html`<search class="filters">
    ${facet('state', STATES, states, counts?.byState ?? {})}
    ${facet('severity', SEVERITIES, severities, counts?.bySeverity ?? {})}
    <div class="texts">
      ${text('q', 'Search')} ${text('node', 'Node')} ${text('site', 'Site')}
      <label class="search"><span>Order</span><select @change=${(/** @type {Event} */ event) => filter({ order: /** @type {HTMLSelectElement} */ (event.target).value })}>
        ${[['worst', 'Worst first'], ['new', 'Newest first'], ['alerts', 'Most alerts first']].map(([word, words]) => html`<option value=${word} ?selected=${word === order}>${words}</option>`)}
      </select></label>
      ${narrowed() ? html`<button class="quiet" @click=${() => filter(Object.fromEntries([...route.query.keys()].map((name) => [name, ''])))}>Clear</button>` : nothing}
    </div>
  </search>`;
}
