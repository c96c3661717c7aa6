import { html } from '../../../vendor/lit-html/lit-html.js';
import { clock, exact, relative, times } from '../../core/time.js';
import { loadMoreTimeline, seen } from './model.js';

/** @type {Record<string, string>} */
const KINDS = {
  'incident.opened': 'opened',
  'incident.updated': 'grew',
  'incident.acknowledged': 'acknowledged',
  'incident.unacknowledged': 'given back',
  'incident.resolved': 'resolved',
  'incident.reopened': 'reopened',
  'incident.closed': 'closed',
  'incident.merged': 'merged',
  'incident.split': 'split',
  'incident.commented': 'comment',
  'alert.firing': 'alert fires',
  'alert.resolved': 'alert is over',
};

/** @param {Record<string, string>} details */
const told = (details) => details.text ?? details.comment ?? Object.entries(details).map(([name, value]) => `${name} ${value}`).join(' · ');

/** The alert that an event is about. @param {TimelineEvent['subject']} subject */
const about = (subject) => (subject?.alertname && subject.fingerprint ? html` ${subject.alertname}${subject.node ? ` on ${subject.node}` : ''}` : '');

/** @param {TimelineEvent} event */
const one = ({ at, kind, actor, details = {}, subject }) => html`<li data-kind=${kind}>
  <time datetime=${at} title=${exact(at)}>${times.exact ? exact(at) : clock(at)}</time>
  <div><b>${KINDS[kind] ?? kind.replace('incident.', '')}</b>${about(subject)}${actor && actor !== 'tidegate' ? html` by ${actor}` : ''} <small>${relative(at)}</small>
    ${Object.keys(details).length ? html`<p>${told(details)}</p>` : ''}</div>
</li>`;

/** What happened, the oldest first. */
export const timeline = () =>
  html`<ol class="timeline" tabindex="0" aria-label="Timeline">${seen.timeline.map(one)}</ol>${seen.moreTimeline ? html`<button @click=${loadMoreTimeline}>Show what came later</button>` : ''}`;
