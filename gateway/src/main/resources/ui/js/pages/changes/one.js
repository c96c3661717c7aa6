import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { pathTo, route } from '../../core/router.js';
import { moment, time } from '../../core/time.js';
import { percent } from '../../core/words.js';
import { hash } from '../../view/copy.js';
import { facts, failure, keyed, loading, missing, stateMark } from '../../view/parts.js';
import { told } from '../../view/told.js';
import { actions, approvals } from './approvals.js';
import * as diff from './diff.js';
import { history, staging } from './history.js';
import { plan, risk } from './risk.js';
import * as sites from './sites.js';

const STAGING_MILLIS = 2_000;

/** @type {Change | null} */
let change = null;
/** @type {any} */
let refusal = null;

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
    diff.refresh(/** @type {Change} */ (change));
    sites.refresh(/** @type {Change} */ (change));
  } catch (caught) {
    refusal = caught;
  }
  // changes have no stream, and who has begun a try in staging waits for its end
  clearTimeout(again);
  again = change?.staging.state === 'running' ? setTimeout(load, STAGING_MILLIS) : undefined;
  redraw();
}

export const title = () => change?.content.title ?? 'Change';

export function enter() {
  change = null;
  refusal = null;
  diff.forget();
  sites.forget();
  load();
  return () => clearTimeout(again);
}

/** @returns {Key[]} */
export const keys = () => (change ? [...actions(change, load), { key: 'f', says: 'unfold or fold every file of the diff', run: diff.turnAll }] : []);

/** @param {Change['content']['origin']} origin */
const from = (origin) => (origin.kind === 'git' ? html`git ${origin.repository} ${hash(origin.revision, 'the revision')}` : html`Gerrit change ${origin.change}, patch set ${origin.patchSet} ${hash(origin.revision, 'the revision')}`);

/** @param {Change} seen */
const asked = ({ content, review, rollout, hash: whole, revision, author, tenant, createdAt, wayBack, overlaps, emergency }) =>
  facts([
    ['Why', content.reason],
    ['From', from(content.origin)],
    ['Review', html`${stateMark(review.approved ? 'approved' : 'waiting', review.approved ? 'reviewed' : 'not reviewed')} ${told(review.reason)}${review.reviewers.length ? `, by ${review.reviewers.join(', ')}` : ''}`],
    ['States', content.states.join(', ')],
    ['Packages', content.packages.map((one) => html`<div>${one.prefix} ${one.distribution}/${one.component} at ${one.snapshot}</div>`)],
    ['Nodes', html`<code>${content.selector}</code>`],
    ['Impact', content.impact],
    ['Cannot be undone', content.irreversible.join(', ')],
    ['Tests', content.tests.join(', ')],
    ['Incident', content.incident ? html`<a href=${pathTo('incidents', content.incident)}>${content.incident}</a>` : ''],
    ['Start', sites.when(/** @type {Change} */ (change))],
    ['Way back', wayBack ? html`${stateMark(wayBack.proven ? 'passed' : 'failed', wayBack.proven ? 'proven' : 'not proven')} ${told(wayBack.words)}` : ''],
    ['Overlaps', overlaps?.map((other) => html`<div><a href=${pathTo('changes', other.id)}>${other.title}</a> ${told(other.words)}</div>`)],
    ['Emergency', emergency ? html`declared by ${emergency.by}, ${time(emergency.at)}: ${emergency.reason}${emergency.reviewer ? `; looked at by ${emergency.reviewer}` : '; nobody has looked at it yet'}` : ''],
    ['Rollout', rollout ? html`<a href=${pathTo('rollouts', rollout)}>${rollout}</a>` : ''],
    ['Revision', html`${revision}, content ${hash(whole, 'the content')}`],
    ['Author', `${author}${tenant ? `, ${tenant}` : ''}`],
    ['Drafted', moment(createdAt)],
  ]);

/** Whom it waits for, and until when. @param {Change['waits']} all */
const waits = (all) => (all?.length ? html`<ul class="waits">${all.map((one) => html`<li ?data-pressing=${one.pressing}>${told(one.words)} <small>${one.for.join(' or ')}${one.until ? html`, until ${time(one.until)}` : nothing}</small></li>`)}</ul>` : nothing);

export function view() {
  if (!change) {
    return refusal?.status === 404 ? missing('There is no such change', html`<p><a href=${pathTo('changes')}>To all changes</a></p>`) : refusal ? failure(refusal, load) : loading();
  }
  return html`<article class="change">
    <header class="rollout-head">
      <p class="crumbs"><a href=${pathTo('changes')}>Changes</a> / <code>${change.id}</code></p>
      <h1>${change.content.title}</h1>
      <p class="marks">${stateMark(change.state)} <span>${told(change.standing)}</span> · <span>risk ${percent(change.risk.score)}${change.risk.level ? `, ${change.risk.level}` : ''}</span></p>
      ${waits(change.waits)}
      ${change.obstacles?.length && (change.state === 'draft' || change.state === 'waiting') ? html`<div class="obstacles"><b>Stands against its approval</b><ul>${change.obstacles.map((words) => html`<li>${told(words)}</li>`)}</ul></div>` : nothing}
      <div class="actions" role="toolbar" aria-label="Actions">${actions(change, load).map(({ key, words, run, kind }) => keyed(key, words, run, { kind }))}</div>
    </header>
    ${failure(refusal, load)}
    <div class="panels">
      <section class="panel" aria-labelledby="asked"><h2 id="asked">What is asked</h2>${asked(change)}</section>
      <section class="panel" aria-labelledby="approvals"><h2 id="approvals">Approvals</h2>${approvals(change)}</section>
      <section class="panel wide" aria-labelledby="diff"><h2 id="diff">What it changes</h2>${diff.view(change)}</section>
      <section class="panel wide" aria-labelledby="risk"><h2 id="risk">Risk</h2>${risk(change)}</section>
      <section class="panel wide" aria-labelledby="reach"><h2 id="reach">How far it reaches, and what would be missed</h2>${plan(change)}</section>
      <section class="panel" aria-labelledby="staging"><h2 id="staging">In staging</h2>${staging(change)}</section>
      <section class="panel" aria-labelledby="policy"><h2 id="policy">How its health is judged</h2><div class="snippet"><pre tabindex="0">${change.content.policy}</pre></div></section>
      ${change.timeline?.length ? html`<section class="panel wide" aria-labelledby="history"><h2 id="history">What was done with it</h2>${history(change.timeline)}</section>` : nothing}
    </div>
  </article>`;
}
