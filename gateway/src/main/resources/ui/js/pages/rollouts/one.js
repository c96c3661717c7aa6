import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { pathTo, route } from '../../core/router.js';
import { clock, exact, time } from '../../core/time.js';
import { follow } from '../../live/client.js';
import { empty, facts, failure, keyed, loading, stateMark } from '../../view/parts.js';
import { actions } from './actions.js';
import { Frames } from './frames.js';
import { signals } from './signals.js';
import { waves } from './waves.js';

const FINISHED = ['done', 'pulled-back', 'aborted'];

/** @type {Rollout | null} */
let rollout = null;
/** @type {any} */
let refusal = null;
let frames = new Frames();
let story = '';

/** @param {Rollout} fresh */
function now(fresh) {
  const finished = FINISHED.includes(fresh.phase) && rollout?.phase !== fresh.phase;
  rollout = fresh;
  if (finished) {
    get(`${path()}/story`).then((told) => { story = told.text; redraw(); }, () => {});
  }
}

const path = () => `/api/v1/rollouts/${encodeURIComponent(route.id)}`;

async function load() {
  try {
    now(await get(path()));
    refusal = null;
  } catch (caught) {
    refusal = caught;
  }
  redraw();
}

export const title = () => (rollout ? `${rollout.title}, ${rollout.phase}` : 'Rollout');

export function enter() {
  rollout = null;
  refusal = null;
  story = '';
  frames = new Frames();
  load();
  const leave = [
    follow(`${path()}/stream`, (news) => news.events?.forEach(({ event, data }) => event === 'rollout' && now(data))),
    follow(`${path()}/health`, (news) => news.events && frames.take(news.events), { own: true }),
  ];
  return () => leave.forEach((one) => one());
}

/** @returns {Key[]} */
export const keys = () => (rollout ? actions(rollout, now) : []);

/** @param {Rollout} seen */
const standing = (seen) => html`<p class="verdict big" data-verdict=${seen.health?.signal}>${stateMark(seen.health?.signal ?? 'none')} ${seen.health?.reason || 'Nothing has been judged yet.'}</p>
  ${seen.held ? html`<p class="held">Held: ${seen.held}</p>` : nothing} ${seen.blocked ? html`<p class="held">Blocked: ${seen.blocked}</p>` : nothing}`;

/** @param {Rollout} seen */
const events = (seen) => html`<ol class="timeline" tabindex="0" aria-label="What happened">${[...seen.events].reverse().map((event) => html`<li data-kind=${event.kind}><time datetime=${event.at} title=${exact(event.at)}>${clock(event.at)}</time><div><b>${event.text ?? event.kind}</b>${event.by ? html` <small>by ${event.by}</small>` : ''}</div></li>`)}</ol>`;

export function view() {
  if (!rollout) {
    return refusal?.status === 404 ? empty('There is no such rollout', html`<p><a href=${pathTo('rollouts')}>To all rollouts</a></p>`) : refusal ? failure(refusal, load) : loading();
  }
  return html`<article class="rollout" data-phase=${rollout.phase}>
    <header class="rollout-head">
      <p class="crumbs"><a href=${pathTo('rollouts')}>Rollouts</a> / <code>${rollout.id}</code></p>
      <h1>${rollout.title}</h1>
      <p class="marks">${stateMark(rollout.phase)} <span>wave ${rollout.wave} of ${rollout.waves.length}</span>${rollout.soakUntil && rollout.phase === 'soaking' ? html` · <span>soaks until ${clock(rollout.soakUntil)}</span>` : ''}</p>
      ${standing(rollout)}
      <div class="actions" role="toolbar" aria-label="Actions">${actions(rollout, now).map(({ key, words, run, kind }) => keyed(key, words, run, { kind }))}</div>
    </header>
    ${failure(refusal, load)}
    ${story ? html`<section class="panel story" aria-labelledby="story"><h2 id="story">What happened</h2>${story.split('\n').filter(Boolean).map((line) => html`<p>${line}</p>`)}</section>` : nothing}
    ${waves(rollout)} ${signals(frames)}
    <div class="panels">
      <section class="panel" aria-labelledby="facts"><h2 id="facts">About it</h2>${facts([
        ['Change', html`<a href=${pathTo('changes', rollout.change)}>${rollout.change}</a>`],
        ['Content hash', html`<code>${rollout.hash}</code>`],
        ['Revision', String(rollout.revision)],
        ['Executor', rollout.executor],
        ['Monitor', rollout.monitor ?? 'nobody yet: no next wave without one'],
        ['Tenant', rollout.tenant],
        ['Began', time(rollout.startedAt)],
      ])}</section>
      <section class="panel" aria-labelledby="events"><h2 id="events">Events</h2>${events(rollout)}</section>
    </div>
  </article>`;
}
