import { html } from '../../../vendor/lit-html/lit-html.js';
import { post } from '../../core/api.js';
import { go, pathTo } from '../../core/router.js';
import { operates } from '../../core/session.js';
import { count, number } from '../../core/words.js';
import { follow, INCIDENTS, totals } from '../../live/client.js';
import { searchKey } from '../../view/facets.js';
import { attempt, failure, loading } from '../../view/parts.js';
import { VirtualList } from '../../view/virtual.js';
import { banner } from './banner.js';
import { filters } from './filters.js';
import { answered, begin, board, hear, load, rows } from './model.js';
import { row } from './row.js';
import { nothingHere } from './welcome.js';

/** @type {VirtualList<Incident>} */
const list = new VirtualList('Incidents', (incident) => incident.id, (incident, { chosen, choose }) => row(incident, chosen, choose));

/** What is asked of which incident, until it is answered: a key that is pressed twice is meant once. @type {Set<string>} */
const asked = new Set();

async function acknowledge() {
  const incident = board.rows.get(list.chosen);
  if (!incident) {
    return;
  }
  const back = incident.state === 'acknowledged';
  const path = `/api/v1/incidents/${encodeURIComponent(incident.id)}/${back ? 'unacknowledge' : 'acknowledge'}`;
  if (asked.has(path)) {
    return;
  }
  asked.add(path);
  await attempt(async () => answered(await post(path)), `${back ? 'Given back' : 'You have taken'}: ${incident.title}`);
  asked.delete(path);
}

/** @type {Page['title']} */
export const title = () => (totals.incidents ? `(${number(totals.incidents)}) ` : '') + 'Incidents';

export function enter() {
  list.top = 0;
  const leave = follow(INCIDENTS, hear);
  begin();
  return leave;
}

export function changed() {
  board.sorted = null;
  list.top = 0;
  list.element?.scrollTo(0, 0);
  load();
}

/** @returns {Key[]} */
export const keys = () => [
  { key: 'j', also: 'ArrowDown', says: 'next incident', run: () => list.move(1) },
  { key: 'k', also: 'ArrowUp', says: 'incident before', run: () => list.move(-1) },
  { key: 'o', also: 'Enter', says: 'open the incident', run: () => list.chosen && go(pathTo('incidents', list.chosen)) },
  ...(operates() ? [{ key: 'a', says: 'acknowledge the incident, or give it back', run: acknowledge }] : []),
  searchKey(),
];

export function view() {
  const all = rows();
  const some = Object.values(board.counts?.byState ?? {}).some((n) => n > 0);
  return html`<h1 class="unseen">Incidents</h1>
    ${banner()} ${filters(board.counts)} ${failure(board.refusal, load)}
    <p class="unseen" role="status">${board.loading ? '' : count(all.length, 'incident') + ' shown'}</p>
    ${all.length ? list.view(all.length, (index) => all[index]) : board.loading || !board.counts ? (board.refusal ? '' : loading()) : nothingHere(some)}`;
}
