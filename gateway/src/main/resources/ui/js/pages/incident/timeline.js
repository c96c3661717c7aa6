import { html } from '../../../vendor/lit-html/lit-html.js';
import { repeat } from '../../../vendor/lit-html/directives/repeat.js';
import { pathTo, route } from '../../core/router.js';
import { hour, relative } from '../../core/time.js';
import { alertName, apart, count } from '../../core/words.js';
import { failure } from '../../view/parts.js';
import { told as inWords } from '../../view/told.js';
import { GREW, story, tellNewest, tellOlder, told, turnAlerts, withAlerts } from './story.js';

/** @type {Record<string, string>} */
const KINDS = {
  'incident.opened': 'opened',
  [GREW]: 'changed',
  'incident.acknowledged': 'acknowledged',
  'incident.unacknowledged': 'given back',
  'incident.resolved': 'resolved',
  'incident.reopened': 'reopened',
  'incident.closed': 'closed',
  'incident.commented': 'comment',
  'alert.firing': 'alert fires',
  'alert.resolved': 'alert is over',
};

/** Of what moved between two incidents: how it looks from here, and from the other. @type {Record<string, [string, string]>} */
const MOVES = {
  'incident.merged': ['merged into', 'took in'],
  'incident.split': ['alerts split off into', 'split off from'],
};

/** What happened, with the other incident when there is one. @param {TimelineEvent} event */
function what({ kind, incident, details = {} }) {
  const move = MOVES[kind];
  if (!move) {
    return KINDS[kind] ?? kind.replace('incident.', '');
  }
  const other = incident === route.id ? details.into : incident;
  return html`${move[incident === route.id ? 0 : 1]} <a href=${pathTo('incidents', other ?? '')}>${other}</a>`;
}

/** @param {Record<string, string>} details */
const inShort = (details) =>
  details.text ??
  details.comment ??
  Object.entries(details)
    .filter(([name]) => name !== 'how')
    .map(([name, value]) => `${apart(name)} ${value}`)
    .join(' · ');

/** The alert that an event is about, or how big the incident was then. @param {TimelineEvent['subject']} subject */
function about(subject) {
  if (subject?.alertCount !== undefined) {
    return html`: ${count(subject.alertCount, 'alert')} on ${count(subject.nodeCount ?? 0, 'node')}`;
  }
  return subject?.alertname || subject?.node ? html` ${alertName(subject.alertname)}${subject.node ? ` on ${subject.node}` : ''}` : '';
}

/** @param {TimelineEvent} event */
function one(event) {
  const { at, kind, actor, details = {}, subject } = event;
  const remark = MOVES[kind] ? details.comment : inShort(details);
  return html`<li data-kind=${kind}>
  ${hour(at)}
  <div><b>${what(event)}</b>${kind === GREW || kind.startsWith('alert.') ? about(subject) : ''}${actor && actor !== 'tidegate' ? html` by ${actor}` : ''} <small>${relative(at)}</small>
    ${remark ? html`<p>${inWords(remark)}</p>` : ''}</div>
</li>`;
}

/** What happened, the latest first; what became of single alerts when it is asked for. */
export const timeline = () => html`<div><button class="chip" aria-pressed=${withAlerts()} @click=${turnAlerts}>with its alerts</button></div>
  ${failure(story.refusal, tellNewest)}
  <ol class="timeline" tabindex="0" aria-label="Timeline">${repeat(told(), (event) => event.seq, one)}</ol>
  ${story.older ? html`<button @click=${tellOlder}>Show what was before</button>` : ''}`;
