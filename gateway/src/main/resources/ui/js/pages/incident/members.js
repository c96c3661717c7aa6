import { html } from '../../../vendor/lit-html/lit-html.js';
import { redraw } from '../../core/draw.js';
import { time } from '../../core/time.js';
import { count, measured } from '../../core/words.js';
import { severityMark, stateMark } from '../../view/parts.js';
import { loadMoreMembers, seen } from './model.js';

const FIRST = 50;
let shown = FIRST;

/** @type {Record<string, string>} */
const KINDS = {
  opened: 'it opened the incident',
  'same-identity': 'it is the same alert again',
  rule: 'a declared rule joins them',
  node: 'it is on the same node',
  topology: 'it hangs on the same thing',
  storm: 'it came in the same storm',
  name: 'it is named alike',
  time: 'it came at the same time',
  merge: 'incidents were merged',
  split: 'it was split off',
};

/** Why an alert is here, in words. @param {Reason | null} reason */
export const why = (reason) => (reason ? html`<span>${KINDS[reason.kind] ?? reason.kind}</span>${reason.inputs?.[reason.kind] ? html` <small>${reason.inputs[reason.kind]}</small>` : ''}` : '');

/** All that the reason was made of. @param {Reason} reason */
const evidence = ({ weight, threshold, inputs = {} }) => html`<dl class="facts">
  ${weight === undefined ? '' : html`<div><dt>weight</dt><dd>${measured(weight)}${threshold ? `, needed ${measured(threshold)}` : ''}</dd></div>`}
  ${Object.entries(inputs).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
</dl>`;

/** @param {string} fingerprint */
function tick(fingerprint) {
  seen.ticked.has(fingerprint) ? seen.ticked.delete(fingerprint) : seen.ticked.add(fingerprint);
  redraw();
}

/** @param {Record<string, string>} labels */
const rest = (labels) => Object.entries(labels).filter(([name]) => name !== 'alertname' && name !== 'severity').map(([name, value]) => html`<code>${name}=${value}</code> `);

/** @param {Member} member */
const one = ({ fingerprint, alert, joinedAt, leftAt, reason }) => html`<tr ?data-gone=${leftAt !== null}>
  <td><input type="checkbox" aria-label="Tick ${alert?.alertname ?? fingerprint} on ${alert?.node ?? 'no node'} for splitting" .checked=${seen.ticked.has(fingerprint)} ?disabled=${leftAt !== null} @change=${() => tick(fingerprint)}></td>
  <td>${alert ? severityMark(alert.severity) : ''}</td>
  <td><details><summary><b>${alert?.alertname ?? fingerprint}</b>${alert?.node ? ` on ${alert.node}` : ''}</summary>
    <p class="labels">${alert ? rest(alert.labels) : 'The alert itself is not kept any more.'}</p>
    ${Object.entries(alert?.annotations ?? {}).map(([name, value]) => html`<p><small>${name}</small> ${value}</p>`)}
    ${evidence(reason)}</details></td>
  <td>${leftAt ? stateMark('closed', 'left') : stateMark(alert?.suppressed ? 'suppressed' : (alert?.state ?? 'closed'))}${alert?.flapping ? stateMark('acknowledged', 'flapping') : ''}</td>
  <td class="why">${why(reason)}</td>
  <td>${time(joinedAt)}</td>
</tr>`;

export function members() {
  const all = seen.members;
  const more = () => {
    shown += 200;
    if (shown >= all.length && seen.moreMembers) loadMoreMembers();
    redraw();
  };
  return html`<div class="scroll tall" tabindex="0" role="group" aria-label="Alerts of this incident"><table class="members">
      <thead><tr><th><span class="unseen">Tick</span></th><th>Severity</th><th>Alert</th><th>State</th><th>Why it is here</th><th>Joined</th></tr></thead>
      <tbody>${all.slice(0, shown).map(one)}</tbody>
    </table></div>
    ${all.length > shown || seen.moreMembers ? html`<button @click=${more}>Show more of ${count(seen.incident?.alertCount ?? 0, 'alert')}</button>` : ''}`;
}
