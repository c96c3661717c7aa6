import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { redraw } from '../../core/draw.js';
import { route } from '../../core/router.js';
import { operates } from '../../core/session.js';
import { time } from '../../core/time.js';
import { alertName, count } from '../../core/words.js';
import { chosen, clear, facet, narrowed, search, searchKey } from '../../view/facets.js';
import { failure, loading, SEVERITIES, severityMark, stateMark } from '../../view/parts.js';
import { VirtualList } from '../../view/virtual.js';
import { at, begin, crowd, look, refresh } from './crowd.js';
import { seen } from './model.js';
import { evidence, why } from './why.js';

const STATES = ['firing', 'over', 'left'];
const FEW = 10; // fewer can be looked through without filters
const MOST_NAMES = 6;
/** What a browser may be sent to by a click, and nothing that it would run. */
const ADDRESS = /^https?:\/\/\S+$/i;

/** A member is an alert's one firing. @type {VirtualList<Member>} */
const list = new VirtualList('Alerts of this incident', ({ fingerprint, episode }) => `${fingerprint}/${episode}`, row, { tall: '620px' });

/** Another incident, or other filters. */
export function beginMembers() {
  list.reset();
  begin((change) => list.keeping(change));
}

/** @param {string} fingerprint */
function tick(fingerprint) {
  seen.ticked.has(fingerprint) ? seen.ticked.delete(fingerprint) : seen.ticked.add(fingerprint);
  redraw();
}

function tickChosen() {
  const member = at(list.indexOf(list.chosen));
  if (member && member.leftAt === null) tick(member.fingerprint);
}

/** @returns {Key[]} */
export const memberKeys = () => [
  { key: 'j', says: 'next alert', run: () => list.move(1) },
  { key: 'k', says: 'alert before', run: () => list.move(-1) },
  { key: 'o', also: 'Enter', says: 'unfold the alert', run: () => list.turnChosen() },
  ...(operates() ? [{ key: 'x', says: 'tick the alert, for splitting it off', run: tickChosen }] : []),
  ...(filtered() ? [searchKey()] : []),
];

/** @param {Record<string, string>} labels */
const rest = (labels) => Object.entries(labels).filter(([name]) => name !== 'alertname' && name !== 'severity').map(([name, value]) => html`<code>${name}=${value}</code> `);

/** What an alert says of itself in one line. @param {Alert | null} alert */
const summary = (alert) => [alert?.node, alert?.annotations.summary ?? alert?.annotations.description].filter(Boolean).join(' · ');

/** @param {Member} member */
function standing({ state, alert }) {
  if (state === 'left') return stateMark('closed', 'left');
  if (state === 'over') return stateMark('resolved', 'over');
  return html`${stateMark(alert?.suppressed ? 'suppressed' : 'firing')}${alert?.flapping ? stateMark('acknowledged', 'flapping') : ''}`;
}

/** @param {Member} member @param {{chosen: boolean, choose: () => void, open: boolean, turn: () => void}} how */
function row(member, { chosen, choose, open, turn }) {
  const { fingerprint, alert, joinedAt, leftAt, reason, state } = member;
  const name = alertName(alert?.alertname, fingerprint);
  return html`<div class="member" tabindex="-1" data-row=${fingerprint} data-severity=${alert?.severity ?? 'unknown'} data-state=${state} ?data-chosen=${chosen} @focusin=${choose}>
    <div class="line">
      ${operates() ? html`<input type="checkbox" aria-label="Tick ${name} on ${alert?.node || 'no node'} for splitting" .checked=${seen.ticked.has(fingerprint)} ?disabled=${leftAt !== null} @change=${() => tick(fingerprint)}>` : nothing}
      <span class="mark">${alert ? severityMark(alert.severity) : ''}</span>
      <span class="what"><button class="unfold" aria-expanded=${open} @click=${turn}>${name}</button><small>${summary(alert)}</small></span>
      <span class="why">${why(reason)}</span>
      <span class="standing">${standing(member)}</span>
      <span class="age">${time(joinedAt)}</span>
    </div>
    ${open ? unfolded(member) : nothing}
  </div>`;
}

/** Addresses, such as of a runbook or a dashboard, lead there. @param {string} value */
const linked = (value) => (ADDRESS.test(value) ? html`<a href=${value} target="_blank" rel="noreferrer">${value}</a>` : value);

/** @param {Alert} alert @returns {[string, string][]} */
const texts = ({ annotations, generatorURL }) => [...Object.entries(annotations), ...(generatorURL ? /** @type {[string, string][]} */ ([['source', generatorURL]]) : [])];

/** @param {Member} member */
const unfolded = ({ alert, reason }) => html`<div class="unfolded">
  <p class="labels">${alert ? rest(alert.labels) : 'The alert itself is not kept any more.'}</p>
  ${(alert ? texts(alert) : []).map(([name, value]) => html`<p><small>${name}</small> ${linked(value)}</p>`)}
  ${evidence(reason)}</div>`;

/** What stands in the columns, where there is room for columns. */
const heads = () => html`<div class="heads" aria-hidden="true"><div class="line">${operates() ? html`<span class="tick"></span>` : nothing}<span>Severity</span><span>Alert</span><span class="why">Why it is here</span><span>State</span><span class="age">Joined</span></div></div>`;

const filtered = () => narrowed() || (seen.incident?.alertCount ?? 0) > FEW;

/** Names of which few words are known: the most frequent, and what is chosen. @param {string} name @param {string} title @param {MemberCounts['byNode'] | undefined} top */
function names(name, title, top) {
  const value = route.query.get(name);
  const on = value ? [value] : [];
  const most = top?.most ?? [];
  const words = [...new Set([...on, ...most.map((one) => one.value)])].slice(0, MOST_NAMES);
  return words.length > 1 || on.length ? facet(name, words, on, Object.fromEntries(most.map((one) => [one.value, one.count])), { title, one: true }) : nothing;
}

/** What narrows the list; each with how many there would be. */
function filters() {
  const { byState = {}, bySeverity = {}, byAlertname, byNode } = crowd.counts ?? {};
  const severities = chosen('severity');
  return html`<search class="filters">
    ${facet('state', STATES, chosen('state'), byState)}
    ${facet('severity', SEVERITIES.filter((word) => bySeverity[word] || severities.includes(word)), severities, bySeverity)}
    ${names('alertname', 'name', byAlertname)} ${names('node', 'node', byNode)}
    <div class="texts">${search('q', 'Search name, node or label')} ${clear()}</div>
  </search>`;
}

export function members() {
  if (crowd.length) look(list.sight());
  return html`${filtered() ? filters() : nothing} ${failure(crowd.refusal, refresh)}
    <p class="unseen" role="status">${crowd.counts ? `${count(crowd.length, 'alert')} shown` : ''}</p>
    ${crowd.length ? html`<div>${heads()}${list.view(crowd.length, at)}</div>` : crowd.counts ? html`<p class="hint">${narrowed() ? 'No alert of it matches.' : 'None of its alerts is kept any more.'}</p>` : loading()}`;
}
