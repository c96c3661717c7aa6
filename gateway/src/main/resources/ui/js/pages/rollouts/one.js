import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { pathTo, route } from '../../core/router.js';
import { clock, moment } from '../../core/time.js';
import { follow } from '../../live/client.js';
import { hash } from '../../view/copy.js';
import { facts, failure, keyed, loading, missing, stateMark } from '../../view/parts.js';
import { told } from '../../view/told.js';
import { actions } from './actions.js';
import { Frames } from './frames.js';
import { signals } from './signals.js';
import * as story from './story.js';
import { waves } from './waves.js';

const FINISHED = ['done', 'pulled-back', 'aborted'];

/** @type {Rollout | null} */
let rollout = null;
/** @type {any} */
let refusal = null;
let frames = new Frames();

/** @param {Rollout} fresh */
function now(fresh) {
  rollout = fresh;
  story.refresh(path(), () => rollout?.id === fresh.id);
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

export const title = () => (rollout ? `${rollout.title}, ${rollout.phase.replaceAll('-', ' ')}` : 'Rollout');

export function enter() {
  rollout = null;
  refusal = null;
  story.forget();
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
const standing = (seen) => html`<p class="verdict big" data-verdict=${seen.health?.signal}>${stateMark(seen.health?.signal ?? 'none')} ${told(seen.health?.reason || 'Nothing has been judged yet.')}</p>
  ${seen.held ? html`<p class="held">Held: ${told(seen.held)}</p>` : nothing} ${seen.blocked ? html`<p class="held">Waits: ${told(seen.blocked)}</p>` : nothing}`;

export function view() {
  if (!rollout) {
    return refusal?.status === 404 ? missing('There is no such rollout', html`<p><a href=${pathTo('rollouts')}>To all rollouts</a></p>`) : refusal ? failure(refusal, load) : loading();
  }
  const over = FINISHED.includes(rollout.phase);
  return html`<article class="rollout" data-phase=${rollout.phase}>
    <header class="rollout-head">
      <p class="crumbs"><a href=${pathTo('rollouts')}>Rollouts</a> / <code>${rollout.id}</code></p>
      <h1>${rollout.title}</h1>
      <p class="marks">${stateMark(rollout.phase)} <span>wave ${rollout.wave} of ${rollout.waves.length}</span>${rollout.soakUntil && rollout.phase === 'soaking' ? html` · <span>soaks until ${clock(rollout.soakUntil)}</span>` : ''}</p>
      ${over ? nothing : standing(rollout)}
      <div class="actions" role="toolbar" aria-label="Actions">${actions(rollout, now).map(({ key, words, run, kind }) => keyed(key, words, run, { kind }))}</div>
    </header>
    ${failure(refusal, load)}
    ${over ? nothing : html`${waves(rollout)} ${signals(frames, over)}`}
    ${story.view(rollout, over)}
    ${over ? html`${waves(rollout)} ${signals(frames, over)}` : nothing}
    <div class="panels">
      <section class="panel wide" aria-labelledby="facts"><h2 id="facts">About it</h2>${facts([
        ['Change', html`<a href=${pathTo('changes', rollout.change)}>${rollout.change}</a>`],
        ['Content hash', hash(rollout.hash, 'the content')],
        ['Revision', String(rollout.revision)],
        ['Executor', rollout.executor],
        ['Monitor', rollout.monitor ?? 'nobody yet: no next wave without one'],
        ['Tenant', rollout.tenant],
        ['Began', moment(rollout.startedAt)],
      ])}</section>
    </div>
  </article>`;
}
