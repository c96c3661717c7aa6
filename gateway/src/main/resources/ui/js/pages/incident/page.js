import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { go, pathTo } from '../../core/router.js';
import { customer } from '../../core/session.js';
import { age, lasted, moment } from '../../core/time.js';
import { count, number, some } from '../../core/words.js';
import { follow, INCIDENTS } from '../../live/client.js';
import { facts, failure, keyed, loading, missing, severityMark, stateMark } from '../../view/parts.js';
import { actions } from './actions.js';
import { causes } from './cause.js';
import { beginMembers, memberKeys, members } from './members.js';
import { forget, hear, load, seen } from './model.js';
import { near } from './near.js';
import { tellNewest } from './story.js';
import { timeline } from './timeline.js';
import { topology } from './topology.js';
import { whyOpened } from './why.js';

export const title = () => seen.incident?.title ?? 'Incident';

export function enter() {
  forget();
  load();
  beginMembers();
  tellNewest();
  return follow(INCIDENTS, hear);
}

/** Other filters. */
export const changed = () => beginMembers();

/** @returns {Key[]} */
export const keys = () => [...(seen.incident ? [...actions(), ...memberKeys()] : []), { key: 'b', says: 'back to the board', run: () => go(pathTo('incidents')) }];

/** @param {Incident} incident */
const lifetime = ({ openedAt, resolvedAt, closedAt }) => (resolvedAt ?? closedAt ? `was open for ${lasted(openedAt, resolvedAt ?? closedAt ?? openedAt)}` : `open for ${age(openedAt)}`);

/** @param {Incident} incident */
const head = (incident) => html`<header class="incident-head" data-severity=${incident.severity}>
  <p class="crumbs"><a href=${pathTo('incidents')}>Incidents</a> / <code>${incident.id}</code></p>
  <h1>${incident.title}</h1>
  <p class="marks">${severityMark(incident.severity)} ${stateMark(incident.state)} ${incident.storm ? stateMark('storm') : nothing}
    <span>${lifetime(incident)}</span> · <span>${number(incident.firingCount)} of ${count(incident.alertCount, 'alert')} firing</span> · <span>${count(incident.nodeCount, 'node')}</span></p>
  ${incident.mergedInto ? html`<p class="hint">It was merged into <a href=${pathTo('incidents', incident.mergedInto)}>${incident.mergedInto}</a>.</p>` : nothing}
  <div class="actions" role="toolbar" aria-label="Actions">${actions().map(({ key, words, run, kind }) => keyed(key, words, run, { kind }))}</div>
</header>`;

/** @param {Incident} incident */
const about = (incident) =>
  facts([
    ['Site', incident.site],
    ['Tenant', incident.tenant],
    ['Nodes', some(incident.nodes, 8, incident.nodeCount)],
    ['Opened', moment(incident.openedAt)],
    ['Why it opened', incident.opened ? whyOpened(incident.opened) : ''],
    ['Last change', moment(incident.updatedAt)],
    ['Acknowledged', incident.acknowledgedAt ? html`${moment(incident.acknowledgedAt)} by ${incident.acknowledgedBy}` : ''],
    ['Resolved', incident.resolvedAt ? html`${moment(incident.resolvedAt)}${incident.resolvedBy ? ` by ${incident.resolvedBy}` : ', its alerts ended by themselves'}` : ''],
  ]);

/** @param {string} name @param {string} title @param {unknown} content @param {string} [kind] */
const panel = (name, title, content, kind = '') => html`<section class="panel ${kind}" aria-labelledby="panel-${name}"><h2 id="panel-${name}">${title}</h2>${content}</section>`;

export function view() {
  const { incident, refusal } = seen;
  if (!incident) {
    return refusal?.status === 404
      ? missing('There is no such incident', html`<p>It may be older than what is kept.</p><p><a href=${pathTo('incidents')}>To the board</a></p>`)
      : refusal ? failure(refusal, load) : loading();
  }
  return html`<article class="incident">
    ${head(incident)} ${failure(refusal, load)}
    <div class="panels">
      <div class="column">
        ${panel('cause', 'Likely cause', causes())}
        ${customer() ? nothing : panel('topology', 'What hangs together', topology())}
      </div>
      <div class="column">
        ${panel('about', 'About it', about(incident))}
        ${panel('timeline', 'Timeline', timeline())}
        ${panel('near', 'Changes and rollouts nearby', near())}
      </div>
      ${panel('members', `Alerts (${number(incident.alertCount)})`, members(), 'wide')}
    </div>
  </article>`;
}
