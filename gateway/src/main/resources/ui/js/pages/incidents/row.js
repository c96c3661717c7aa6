import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { pathTo } from '../../core/router.js';
import { age, exact, time, times } from '../../core/time.js';
import { count, number, some } from '../../core/words.js';
import { severityMark, stateMark } from '../../view/parts.js';
import { spark } from '../../view/spark.js';
import { arrivals } from './arrivals.js';

/** @param {Incident} incident */
const where = (incident) => (incident.nodeCount ? some(incident.nodes, 3, incident.nodeCount) : 'no node named');

/** One incident in a line. @param {Incident} incident @param {boolean} chosen @param {() => void} choose */
export const row = (incident, chosen, choose) => html`<a class="incident-row" id="row-${incident.id}" href=${pathTo('incidents', incident.id)} data-severity=${incident.severity} data-state=${incident.state} ?data-chosen=${chosen} @focus=${choose}>
  <span class="mark">${severityMark(incident.severity)}</span>
  <span class="what"><b title=${incident.title}>${incident.title}</b><small><bdi>${incident.site || 'no site'}</bdi> · <bdi>${where(incident)}</bdi></small></span>
  <span class="came">${spark(arrivals(incident))}</span>
  <span class="alerts" title="${number(incident.firingCount)} of ${count(incident.alertCount, 'alert')} firing"><b>${number(incident.alertCount)}</b><small>${incident.alertCount === 1 ? 'alert' : 'alerts'}</small></span>
  <span class="nodes"><b>${number(incident.nodeCount)}</b><small>${incident.nodeCount === 1 ? 'node' : 'nodes'}</small></span>
  <span class="age" title=${exact(incident.openedAt)}>${times.exact ? time(incident.openedAt) : age(incident.openedAt)}</span>
  <span class="standing">${stateMark(incident.state, incident.state === 'acknowledged' && incident.acknowledgedBy ? `taken by ${incident.acknowledgedBy}` : incident.state)}${incident.storm ? html`<span class="state" data-state="storm">storm</span>` : nothing}</span>
</a>`;
