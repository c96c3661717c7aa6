import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { repeat } from '../../../vendor/lit-html/directives/repeat.js';
import { pathTo } from '../../core/router.js';
import { redraw } from '../../core/draw.js';
import { operates } from '../../core/session.js';
import { time } from '../../core/time.js';
import { alertName, apart, count, measured } from '../../core/words.js';
import { SEVERITIES, severityMark, stateMark } from '../../view/parts.js';
import { chosenRow, rowKeys } from '../../view/rows.js';
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

/** Why an incident is one of its own, and where its first alert could have gone. @param {Reason} reason */
export function whyOpened(reason) {
  const { kind, weight, threshold, inputs } = reason;
  if (kind !== 'opened') return why(reason);
  return inputs?.closest
    ? html`Its first alert fitted no open incident: the closest, <a href=${pathTo('incidents', inputs.closest)}>${inputs.closest}</a>, reached ${measured(weight)}${threshold ? ` of the ${measured(threshold)} needed` : ''}`
    : 'No open incident had anything to do with its first alert';
}

/** All that the reason was made of. @param {Reason} reason */
const evidence = ({ weight, threshold, inputs = {} }) => html`<dl class="facts">
  ${weight === undefined ? '' : html`<div><dt>weight</dt><dd>${measured(weight)}${threshold ? `, needed ${measured(threshold)}` : ''}</dd></div>`}
  ${Object.entries(inputs).map(([name, value]) => html`<div><dt>${apart(name)}</dt><dd>${value}</dd></div>`)}
</dl>`;

/** @param {string} fingerprint */
function tick(fingerprint) {
  seen.ticked.has(fingerprint) ? seen.ticked.delete(fingerprint) : seen.ticked.add(fingerprint);
  redraw();
}

/** A member is an alert's one firing. @param {{fingerprint: string, episode: number}} member */
const rowOf = ({ fingerprint, episode }) => `${fingerprint}/${episode}`;

function tickChosen() {
  const member = seen.members.find((one) => rowOf(one) === chosenRow());
  if (member && member.leftAt === null) tick(member.fingerprint);
}

/** @returns {Key[]} */
export const memberKeys = () => [...rowKeys('alert', { opens: 'unfold', arrows: false }), ...(operates() ? [{ key: 'x', says: 'tick the alert, for splitting it off', run: tickChosen }] : [])];

/** @param {Record<string, string>} labels */
const rest = (labels) => Object.entries(labels).filter(([name]) => name !== 'alertname' && name !== 'severity').map(([name, value]) => html`<code>${name}=${value}</code> `);

/** @param {Member} member */
const one = ({ fingerprint, episode, alert, joinedAt, leftAt, reason }) => html`<tr tabindex="-1" data-row=${rowOf({ fingerprint, episode })} ?data-gone=${leftAt !== null}>
  ${operates() ? html`<td><input type="checkbox" aria-label="Tick ${alertName(alert?.alertname, fingerprint)} on ${alert?.node ?? 'no node'} for splitting" .checked=${seen.ticked.has(fingerprint)} ?disabled=${leftAt !== null} @change=${() => tick(fingerprint)}></td>` : nothing}
  <td>${alert ? severityMark(alert.severity) : ''}</td>
  <td class="alert"><details><summary><b>${alertName(alert?.alertname, fingerprint)}</b>${alert?.node ? ` on ${alert.node}` : ''}</summary>
    <p class="labels">${alert ? rest(alert.labels) : 'The alert itself is not kept any more.'}</p>
    ${Object.entries(alert?.annotations ?? {}).map(([name, value]) => html`<p><small>${name}</small> ${value}</p>`)}
    ${evidence(reason)}</details></td>
  <td>${leftAt ? stateMark('closed', 'left') : stateMark(alert?.suppressed ? 'suppressed' : (alert?.state ?? 'closed'))}${alert?.flapping ? stateMark('acknowledged', 'flapping') : ''}</td>
  <td class="why">${why(reason)}</td>
  <td>${time(joinedAt)}</td>
</tr>`;

/** What still fires before what is over, the worst first; what has left comes last. @param {Member} a @param {Member} b */
const worst = (a, b) => rank(a) - rank(b) || severity(a) - severity(b) || (a.joinedAt < b.joinedAt ? -1 : 1);

/** @param {Member} member */
const rank = ({ leftAt, alert }) => (leftAt ? 2 : alert?.state === 'firing' ? 0 : 1);

/** @param {Member} member */
const severity = ({ alert }) => SEVERITIES.indexOf(alert?.severity ?? 'unknown');

export function members() {
  const all = [...seen.members].sort(worst);
  const more = () => {
    shown += 200;
    if (shown >= all.length && seen.moreMembers) loadMoreMembers();
    redraw();
  };
  return html`<div class="scroll tall" tabindex="0" role="group" aria-label="Alerts of this incident"><table class="members">
      <thead><tr>${operates() ? html`<th><span class="unseen">Tick</span></th>` : nothing}<th>Severity</th><th>Alert</th><th>State</th><th>Why it is here</th><th>Joined</th></tr></thead>
      <tbody>${repeat(all.slice(0, shown), rowOf, one)}</tbody>
    </table></div>
    ${all.length > shown || seen.moreMembers ? html`<button @click=${more}>Show more of ${count(seen.incident?.alertCount ?? 0, 'alert')}</button>` : ''}`;
}
