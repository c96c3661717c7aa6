import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { clock, exact, hour, lasted, zone } from '../../core/time.js';
import { count, measured } from '../../core/words.js';
import { hash, snippet } from '../../view/copy.js';
import { stateMark } from '../../view/parts.js';
import { told } from '../../view/told.js';

const SETTLE_MILLIS = 400;
const ENDS = ['done', 'pulled-back', 'aborted'];

/** @type {RolloutStory | null} */
let story = null;
/** What a watch decided last, by its id. @type {Map<string, WatchVerdict>} */
let decided = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

export function forget() {
  story = null;
  decided = new Map();
}

/** Asks for the story again, soon: a wave makes many steps at once. @param {string} path of the rollout @param {() => boolean} still whether it is still looked at */
export function refresh(path, still) {
  settling ??= setTimeout(async () => {
    settling = undefined;
    const fresh = await get(`${path}/story`).catch(() => null);
    if (!fresh?.waves || !still()) return;
    story = fresh;
    redraw();
    await Promise.all(fresh.waves.filter((/** @type {StoryWave} */ wave) => wave.seen.length).map(loadDecided));
    redraw();
  }, SETTLE_MILLIS);
}

/** The values that a wave was judged by; without them the words have to do. @param {StoryWave} wave */
async function loadDecided({ watch }) {
  const page = await get(`/api/v1/watches/${encodeURIComponent(watch)}/verdicts?limit=20`).catch(() => null);
  const last = page?.items?.findLast((/** @type {WatchVerdict} */ one) => one.report?.signals?.length);
  if (last) decided.set(watch, last);
}

/** How nodes ended, worst last. @param {Record<string, number>} states @param {string} proven */
const ended = (states, proven) => Object.entries(states).map(([state, n]) => `${n} ${state === 'proven' ? proven : state.replace('-', ' ')}`).join(', ');

/** That nothing is judged yet is worth telling only while nothing is. @param {StorySeen[]} seen */
const verdicts = (seen) => seen.filter((one, i) => i > 0 || one.signal !== 'inconclusive' || seen.length === 1).map((one) => html`<li>${hour(one.at)} ${stateMark(one.signal)} ${told(one.reason)}</li>`);

/** Each signal's value against its limit, as it was when it was decided. @param {StoryWave} wave */
function values({ watch }) {
  const report = decided.get(watch)?.report;
  return report
    ? html`<div class="scroll" tabindex="0" role="group" aria-label="What was measured"><table class="measured"><thead><tr><th>Signal</th><th>Wave</th><th>Untouched nodes</th><th>Before</th><th>Limit</th><th>Evidence</th><th>Verdict</th></tr></thead>
      <tbody>${report.signals.map((signal) => html`<tr><td>${signal.signal}</td><td class="figure">${measured(signal.level)}</td><td class="figure">${measured(signal.controlLevel)}</td><td class="figure">${measured(signal.snapshotLevel)}</td><td class="figure">${measured(signal.limit)}</td><td class="figure">${signal.statistic === null || !signal.threshold ? '–' : `${measured(signal.statistic)} of ${measured(signal.threshold)}`}</td><td>${stateMark(signal.state?.verdict ?? 'none')}</td></tr>`)}</tbody></table></div>`
    : nothing;
}

/** @param {StoryWave} wave */
const chapter = (wave) => html`<li class="chapter" data-went=${wave.back ? 'back' : wave.leftAt ? 'on' : 'now'}>
  <h3>Wave ${wave.number} <small>${count(wave.nodes, 'node')}${wave.leftAt ? `, took ${lasted(wave.begunAt, wave.leftAt)}` : ', under way'}</small></h3>
  <p>${hour(wave.begunAt)} sent.${wave.settledAt ? html` After ${lasted(wave.begunAt, wave.settledAt)}: ${ended(wave.states, 'proven to have it')}.` : html` ${ended(wave.states, 'proven to have it')}.`}${wave.settledAt && wave.leftAt ? html` Watched for ${lasted(wave.settledAt, wave.leftAt)}.` : nothing}</p>
  ${wave.seen.length ? html`<ul class="seen">${verdicts(wave.seen)}</ul>` : html`<p class="hint">Its health was not judged.</p>`}
  ${values(wave)}
</li>`;

/** @param {StoryWave} wave @param {NonNullable<StoryWave['back']>} back */
const returned = (wave, back) => html`<li class="turn" data-turn="back">${hour(back.begunAt)} <b>wave ${wave.number} went back</b>${back.endedAt ? html`; after ${lasted(back.begunAt, back.endedAt)}: ${ended(back.states, 'proven to be back')}` : html`: ${ended(back.states, 'proven to be back')} so far`}${back.seen.length ? html`<ul class="seen">${verdicts(back.seen)}</ul>` : nothing}</li>`;

/** @type {Record<string, string>} */
const TURNS = {
  held: 'held',
  resumed: 'let go on',
  lost: 'somebody who is needed did not answer',
  found: 'they answered again',
  yielded: 'waits for another rollout',
  insisted: 'waits no longer',
  'taken-up': 'another gateway goes on with it',
  'pulling-back': 'pulled back',
  done: 'done',
  'pulled-back': 'everything is back',
  aborted: 'ended as it was',
};

/** @param {StoryTurn} turn */
const turned = (turn) => html`<li class="turn" data-turn=${turn.what}>${hour(turn.at)} <b>${TURNS[turn.what] ?? turn.what}</b> ${turn.by ? html`by ${turn.by}` : html`<em>by itself</em>`}${turn.reason ? html`: ${told(turn.reason)}` : nothing}</li>`;

/** How it ended, in one line. @param {RolloutStory} all */
function ending(all) {
  const end = all.turns.findLast((turn) => ENDS.includes(turn.what));
  const cause = all.turns.findLast((turn) => turn.what === 'pulling-back');
  if (!end) return nothing;
  const took = lasted(all.begunAt, end.at);
  if (end.what === 'done') return html`<p class="lead">Done after ${took}: every wave was healthy.</p>`;
  if (end.what === 'aborted') return html`<p class="lead">Ended by ${end.by ?? 'itself'} after ${took}, nodes stay as they are: ${told(end.reason)}.</p>`;
  return html`<p class="lead">Pulled back ${cause?.by ? `by ${cause.by}` : 'by itself'} ${cause ? lasted(all.begunAt, cause.at) : took} after it began${cause ? html`; all back ${lasted(cause.at, end.at)} later` : nothing}.</p>${cause ? html`<p>Because ${told(cause.reason)}.</p>` : nothing}`;
}

/** @param {RolloutStory} all */
function people(all) {
  const end = all.turns.findLast((turn) => ENDS.includes(turn.what));
  const until = (/** @type {string | null} */ to) => (to ? clock(to) : end ? 'its end' : 'now');
  const names = [...new Set([...all.presences, ...all.agreements].map((one) => one.name))];
  return html`<h3>Who was there</h3><ul class="who-was">
    <li><b>${all.executor}</b> carried it out</li>
    ${names.map((name) => {
      const there = all.presences.filter((one) => one.name === name);
      const waves = all.agreements.filter((one) => one.name === name);
      return html`<li><b>${name}</b> ${there.length ? html`watched ${there.map((one, i) => html`${i ? ', ' : ''}${clock(one.from)} – ${until(one.to)}`)}` : nothing}${waves.length ? html`${there.length ? '; ' : ''}answered for wave ${waves.map((one) => one.wave).join(', ')}` : nothing}</li>`;
    })}
    ${names.length ? nothing : html`<li>Nobody watched.</li>`}
  </ul>`;
}

/** @param {RolloutStory} all */
function chapters(all) {
  const parts = [
    ...all.waves.map((wave) => ({ at: wave.begunAt, part: chapter(wave) })),
    ...all.turns.filter((turn) => !ENDS.includes(turn.what)).map((turn) => ({ at: turn.at, part: turned(turn) })),
    ...all.waves.flatMap((wave) => (wave.back ? [{ at: wave.back.begunAt, part: returned(wave, wave.back) }] : [])),
    ...all.turns.filter((turn) => ENDS.includes(turn.what)).map((turn) => ({ at: turn.at, part: turned(turn) })),
  ];
  return parts.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(({ part }) => part);
}

/** @param {Rollout} seen */
const events = (seen) => html`<details class="events"><summary>Every step (${seen.events.length})</summary>
  <ol class="timeline" tabindex="0" aria-label="Every step">${[...seen.events].reverse().map((event) => html`<li data-kind=${event.kind}>${hour(event.at)}<div><b>${told(event.text ?? event.kind)}</b>${event.by ? html` <small>by ${event.by}</small>` : nothing}</div></li>`)}</ol></details>`;

/** Whether the end has been told, and not only come. */
const complete = () => story?.turns.some((turn) => ENDS.includes(turn.what)) ?? false;

/** What was meant, what became of it, who was there; every single step folded below. @param {Rollout} rollout @param {boolean} over */
export const view = (rollout, over) => html`<section class="panel wide story" aria-labelledby="story"><h2 id="story">${over && complete() ? 'What happened' : 'How it goes'}</h2>
  ${story ? html`${ending(story)}
    <p>${story.executor} began at ${exact(story.begunAt)} (${zone}) to bring revision ${hash(story.wanted, 'the revision')} to ${count(story.nodes, 'node')} in ${count(story.planned, 'wave')}, each watched for ${count(story.soakSeconds, 'second')} at least.</p>
    <ol class="chapters">${chapters(story)}</ol>
    ${people(story)}` : nothing}
  ${events(rollout)}
  ${story ? html`<details class="events"><summary>As text, for a ticket</summary>${snippet(story.text)}</details>` : nothing}
</section>`;
