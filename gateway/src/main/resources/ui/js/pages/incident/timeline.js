import { html } from '../../../vendor/lit-html/lit-html.js';
import { redraw } from '../../core/draw.js';
import { clock, exact, relative, times } from '../../core/time.js';
import { count } from '../../core/words.js';
import { seen } from './model.js';

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

const FIRST = 100;
let shown = FIRST;

const more = () => {
  shown *= 10;
  redraw();
};

/** What happened, the latest first. */
export function timeline() {
  const all = [...seen.timeline.values()].sort((a, b) => b.seq - a.seq);
  return html`<ol class="timeline" tabindex="0" aria-label="Timeline">${all.slice(0, shown).map(one)}</ol>
    ${all.length > shown ? html`<button @click=${more}>Show more of ${count(all.length, 'event')}</button>` : ''}`;
}
