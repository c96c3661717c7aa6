import { html } from '../../../vendor/lit-html/lit-html.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { pathTo, route } from '../../core/router.js';
import { time } from '../../core/time.js';
import { percent } from '../../core/words.js';
import { empty, facts, failure, keyed, loading, stateMark } from '../../view/parts.js';
import { actions, approvals, when } from './approvals.js';
import { plan, risk } from './risk.js';

const STAGING_MILLIS = 2_000;

/** @type {Change | null} */
let change = null;
/** @type {any} */
let refusal = null;
/** @type {string[]} */
let zones = [];

/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

async function load() {
  const id = route.id;
  try {
    const fresh = await get(`/api/v1/changes/${encodeURIComponent(id)}`);
    if (id !== route.id) {
      return;
    }
    change = fresh;
    refusal = null;
  } catch (caught) {
    refusal = caught;
  }
  // changes have no stream, and who has begun a try in staging waits for its end
  clearTimeout(again);
  again = change?.staging.state === 'running' ? setTimeout(load, STAGING_MILLIS) : undefined;
  redraw();
}

async function loadZones() {
  const { calendars = [] } = await get('/api/v1/calendars').catch(() => ({}));
  zones = [...new Set(/** @type {string[]} */ (calendars.map((/** @type {{zone: string}} */ calendar) => calendar.zone)))];
  redraw();
}

export const title = () => change?.content.title ?? 'Change';

export function enter() {
  change = null;
  refusal = null;
  load();
  loadZones();
  return () => clearTimeout(again);
}

/** @returns {Key[]} */
export const keys = () => (change ? actions(change, load) : []);

/** @param {Change['content']['origin']} origin */
const from = (origin) => (origin.kind === 'git' ? html`git ${origin.repository} <code>${origin.revision}</code>` : html`Gerrit change ${origin.change}, patch set ${origin.patchSet} <code>${origin.revision}</code>`);

/** @param {Change} seen */
const asked = ({ content, review, staging, rollout, hash, revision, author, tenant, createdAt, wayBack, obstacles, overlaps }) =>
  facts([
    ['Why', content.reason],
    ['From', from(content.origin)],
    ['Review', html`${stateMark(review.approved ? 'approved' : 'waiting', review.approved ? 'reviewed' : 'not reviewed')} ${review.reason}${review.reviewers.length ? `, by ${review.reviewers.join(', ')}` : ''}`],
    ['Files touched', review.files?.map((file) => html`<div><code>${file.path}</code> <small>+${file.inserted} −${file.deleted}</small></div>`)],
    ['States', content.states.join(', ')],
    ['Packages', content.packages.map((one) => html`<div>${one.prefix} ${one.distribution}/${one.component} at ${one.snapshot}</div>`)],
    ['Nodes', html`<code>${content.selector}</code>`],
    ['Impact', content.impact],
    ['Cannot be undone', content.irreversible.join(', ')],
    ['Tests', content.tests.join(', ')],
    ['Incident', content.incident ? html`<a href=${pathTo('incidents', content.incident)}>${content.incident}</a>` : ''],
    ['Start', when(/** @type {Change} */ (change), zones)],
    ['Way back', wayBack ? html`${stateMark(wayBack.proven ? 'passed' : 'failed', wayBack.proven ? 'proven' : 'not proven')} ${wayBack.words}` : ''],
    ['In its way', obstacles?.map((words) => html`<div>${words}</div>`)],
    ['Overlaps', overlaps?.map((other) => html`<div><a href=${pathTo('changes', other.id)}>${other.title}</a> ${other.words}</div>`)],
    ['Staging', html`${stateMark(staging.state)} ${staging.reason}`],
    ['Rollout', rollout ? html`<a href=${pathTo('rollouts', rollout)}>${rollout}</a>` : ''],
    ['Revision', html`${revision} <code>${hash}</code>`],
    ['Author', `${author}${tenant ? `, ${tenant}` : ''}`],
    ['Drafted', time(createdAt)],
  ]);

export function view() {
  if (!change) {
    return refusal?.status === 404 ? empty('There is no such change', html`<p><a href=${pathTo('changes')}>To all changes</a></p>`) : refusal ? failure(refusal, load) : loading();
  }
  return html`<article class="change">
    <header class="rollout-head">
      <p class="crumbs"><a href=${pathTo('changes')}>Changes</a> / <code>${change.id}</code></p>
      <h1>${change.content.title}</h1>
      <p class="marks">${stateMark(change.state)} <span>${change.standing}</span> · <span>risk ${percent(change.risk.score)}</span></p>
      <div class="actions" role="toolbar" aria-label="Actions">${actions(change, load).map(({ key, words, run, kind }) => keyed(key, words, run, { kind }))}</div>
    </header>
    ${failure(refusal, load)}
    <div class="panels">
      <section class="panel" aria-labelledby="asked"><h2 id="asked">What is asked</h2>${asked(change)}</section>
      <section class="panel" aria-labelledby="approvals"><h2 id="approvals">Approvals</h2>${approvals(change)}</section>
      <section class="panel wide" aria-labelledby="risk"><h2 id="risk">Risk</h2>${risk(change)}</section>
      <section class="panel wide" aria-labelledby="reach"><h2 id="reach">How far it reaches, and what would be missed</h2>${plan(change)}</section>
      <section class="panel wide" aria-labelledby="policy"><h2 id="policy">How its health is judged</h2><div class="snippet"><pre tabindex="0">${change.content.policy}</pre></div></section>
    </div>
  </article>`;
}
