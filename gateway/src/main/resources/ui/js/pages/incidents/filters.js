import { html } from '../../../vendor/lit-html/lit-html.js';
import { filter, route } from '../../core/router.js';
import { chosen, clear, facet, search } from '../../view/facets.js';
import { SEVERITIES } from '../../view/parts.js';

const STATES = ['open', 'acknowledged', 'resolved', 'closed'];
const TEXTS = ['site', 'node', 'alertname', 'q'];

/** What is shown when the address says nothing. */
const ACTIVE = ['open', 'acknowledged'];

/** What the address asks for. */
export function wanted() {
  const states = chosen('state');
  return { states: states.length ? states : ACTIVE, severities: chosen('severity'), order: route.query.get('order') ?? 'worst' };
}

/** The same, for the gateway. @returns {URLSearchParams} */
export function query() {
  const { states, severities } = wanted();
  const out = new URLSearchParams({ state: states.join(',') });
  if (severities.length) out.set('severity', severities.join(','));
  TEXTS.forEach((name) => route.query.get(name) && out.set(name, route.query.get(name) ?? ''));
  return out;
}

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

/** @param {Counts | null} counts */
export function filters(counts) {
  const { states, severities, order } = wanted();
  return html`<search class="filters">
    ${facet('state', STATES, states, counts?.byState ?? {})}
    ${facet('severity', SEVERITIES, severities, counts?.bySeverity ?? {})}
    <div class="texts">
      ${search('q', 'Search')} ${search('node', 'Node')} ${search('site', 'Site')}
      <label class="search"><span>Order</span><select @change=${(/** @type {Event} */ event) => filter({ order: /** @type {HTMLSelectElement} */ (event.target).value })}>
        ${[['worst', 'Worst first'], ['new', 'Newest first'], ['alerts', 'Most alerts first']].map(([word, words]) => html`<option value=${word} ?selected=${word === order}>${words}</option>`)}
      </select></label>
      ${clear()}
    </div>
  </search>`;
}
