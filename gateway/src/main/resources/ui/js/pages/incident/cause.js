import { html } from '../../../vendor/lit-html/lit-html.js';
import { alertName, percent } from '../../core/words.js';
import { seen } from './model.js';

/** @type {Record<string, string>} */
const FACTORS = {
  earliest: 'fired early',
  upstream: 'others depend on it',
  coverage: 'explains the others',
  severity: 'severe',
  rarity: 'seldom fires',
  change: 'something was changed there',
};

/** @param {Cause} cause */
const factors = (cause) => html`<ul class="factors">${Object.entries(cause.factors ?? {}).map(([name, value]) => html`<li><span>${FACTORS[name] ?? name}</span><meter min="0" max="1" value=${value} aria-label=${FACTORS[name] ?? name}></meter><span>${percent(value)}</span></li>`)}</ul>`;

/** The first is open, the others can be. @param {Cause} cause @param {number} index */
const one = (cause, index) => html`<li><details class="cause" ?open=${index === 0}>
  <summary><span class="rank">${index + 1}</span> <span class="suspect"><bdi>${alertName(cause.alertname)}</bdi>${cause.node ? html` on <b>${cause.node}</b>` : ''}</span> <span class="score">${percent(cause.score)}</span></summary>
  ${factors(cause)}
</details></li>`;

/** The likely causes, and what speaks for each. */
export const causes = () =>
  seen.incident?.causes.length
    ? html`<ol class="causes">${seen.incident.causes.map(one)}</ol>`
    : html`<p class="hint">Nothing stands out as the cause yet.</p>`;
