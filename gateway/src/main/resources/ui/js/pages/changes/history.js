import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { hour, time } from '../../core/time.js';
import { count } from '../../core/words.js';
import { stateMark } from '../../view/parts.js';
import { told } from '../../view/told.js';

/** What was tried in staging and what came of it. @param {Change} change */
export function staging({ staging: { state, reason, evidence = [] } }) {
  const failed = evidence.filter((one) => !one.passed);
  return html`<p>${stateMark(state)} ${told(reason)}</p>
    ${failed.length ? html`<ul class="seen">${failed.map((one) => html`<li>${stateMark('failed', one.kind)} ${one.node} ${told(one.words)}</li>`)}</ul>` : nothing}
    ${evidence.length ? html`<details><summary>All evidence (${count(evidence.length, 'finding')})</summary><ul class="seen">${evidence.map((one) => html`<li>${hour(one.at)} ${stateMark(one.passed ? 'passed' : 'failed', one.kind)} ${one.node} ${told(one.words)}</li>`)}</ul></details>` : nothing}`;
}

/** @param {Record<string, any>} detail */
const remark = (detail) => [detail.side && `for the ${detail.side} side`, detail.reason ?? detail.note].filter(Boolean).join(': ');

/** Who did what with it, the latest first. @param {NonNullable<Change['timeline']>} records */
export const history = (records) => html`<ol class="timeline" tabindex="0" aria-label="What was done with it">${[...records].reverse().map(({ at, actor, action, detail }) => html`<li data-kind=${action}>${time(at)}<div><b>${action.replace(/^(change|rollout|staging)\./, (_, what) => (what === 'change' ? '' : what + ' ')).replaceAll('-', ' ')}</b> by ${actor}${remark(detail) ? html`<p>${told(remark(detail))}</p>` : nothing}</div></li>`)}</ol>`;
