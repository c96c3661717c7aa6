import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import '../../view/chart.js';
import { redraw } from '../../core/draw.js';
import { span, time } from '../../core/time.js';
import { measured } from '../../core/words.js';
import { stateMark } from '../../view/parts.js';
import { told } from '../../view/told.js';

const CURVES = [
  { label: 'wave', colour: '--accent' },
  { label: 'control', colour: '--soft', dash: [6, 4] },
  { label: 'limit', colour: '--critical', dash: [2, 4] },
];
const PROOF = [
  { label: 'evidence', colour: '--major' },
  { label: 'enough', colour: '--critical', dash: [2, 4] },
];
const PROOF_HIGH = 56;
const OLD_SECONDS = 60;

/** @type {Set<string>} watches of earlier that are looked at */
const open = new Set();

/** @param {import('./frames.js').SignalStory} story */
function statistic({ latest: { statistic, threshold, method }, proof, name }) {
  if (statistic === null || statistic === undefined || !threshold) {
    return html`<small>${method ? 'No test yet: there is too little evidence.' : 'Judged by its limit alone.'}</small>`;
  }
  const share = Math.max(0, Math.min(1, statistic / threshold));
  return html`<label class="statistic"><span>Evidence of harm</span><meter min="0" max="1" high="0.8" value=${share}></meter><span>${measured(statistic)} of ${measured(threshold)} · ${Math.round(share * 100)} %</span></label>
    <tide-chart class="low" role="img" aria-label="Evidence of harm in ${name} over time, against what would be enough" .high=${PROOF_HIGH} .bare=${true} .curves=${PROOF} .data=${proof}></tide-chart>
    <details><summary><small>How it is tested</small></summary><small>${method}</small></details>`;
}

/** How fresh the evidence is and how many gave it. @param {import('./frames.js').SignalStory} story @param {boolean} live */
function freshness({ latest, at }, live) {
  const seconds = (Date.now() - Date.parse(at)) / 1000 + (latest.watched?.ageMillis ?? 0) / 1000;
  const missing = latest.reporting < latest.expected;
  return html`<p class="fresh"><span class=${missing ? 'missing' : ''}>${latest.reporting} of ${latest.expected} nodes reporting</span>
    ${live ? html`<span class=${seconds > OLD_SECONDS ? 'missing' : ''}>evidence ${span(seconds)} old</span>` : html`<span>last evidence ${time(at)}</span>`}
    ${latest.watched && latest.watched.evidence !== 'values' ? html`<span class="missing">${latest.watched.evidence}: ${told(latest.watched.reason)}</span>` : nothing}</p>`;
}

/** @param {import('./frames.js').SignalStory} story @param {boolean} live */
const one = (story, live) => html`<section class="signal panel" data-verdict=${story.latest.state?.verdict} aria-label="Signal ${story.name} of wave ${story.wave}">
  <h2>${story.name} ${stateMark(story.latest.state?.verdict ?? 'none')} <small>wave ${story.wave}${story.back ? ', after it went back' : ''}</small></h2>
  <p class="verdict">${told(story.latest.state?.reason ?? story.latest.finding)}</p>
  <tide-chart role="img" aria-label="${story.name}: wave ${measured(story.latest.level)}, control ${measured(story.latest.controlLevel)}, limit ${measured(story.latest.limit)}" .curves=${CURVES} .data=${story.levels}></tide-chart>
  <dl class="levels">
    <div data-curve="wave"><dt>wave</dt><dd>${measured(story.latest.level)}</dd></div>
    <div data-curve="control"><dt>control</dt><dd>${measured(story.latest.controlLevel)}</dd></div>
    <div data-curve="limit"><dt>limit</dt><dd>${measured(story.latest.limit)}</dd></div>
    <div><dt>before</dt><dd>${measured(story.latest.snapshotLevel)}</dd></div>
  </dl>
  ${statistic(story)} ${freshness(story, live)}
  ${story.latest.worst?.length ? html`<small>worst: ${story.latest.worst.join(', ')}</small>` : nothing}
</section>`;

/** A watch of earlier, folded: its curves are drawn when they are looked at. @param {import('./frames.js').SignalStory[]} stories */
function earlier(stories) {
  const [{ wave, back }] = stories;
  const key = `${wave}/${back}`;
  const turn = (/** @type {Event} */ event) => {
    /** @type {HTMLDetailsElement} */ (event.target).open ? open.add(key) : open.delete(key);
    redraw();
  };
  return html`<details ?open=${open.has(key)} @toggle=${turn}><summary>Wave ${wave}${back ? ', after it went back' : ''}: ${stories.map((story) => html`${story.name} ${stateMark(story.latest.state?.verdict ?? 'none')} `)}</summary>
    ${open.has(key) ? html`<div class="signals">${stories.map((story) => one(story, false))}</div>` : nothing}</details>`;
}

/** @param {import('./frames.js').Frames} frames @param {boolean} over whether nothing comes any more */
export function signals(frames, over) {
  // of what is over, what it was judged by comes first
  const [now, ...before] = over ? frames.byWatch().sort(([a], [b]) => Number(a.back) - Number(b.back)) : frames.byWatch();
  return html`${now ? html`<div class="signals">${now.map((story) => one(story, !over))}</div>` : over ? nothing : html`<p class="hint">No evidence yet: health is watched from the first wave on.</p>`}
    ${before.length ? html`<div class="earlier">${before.map(earlier)}</div>` : nothing}
    ${frames.verdicts.length ? html`<ol class="verdicts" aria-label="Verdicts">${frames.verdicts.slice(-8).reverse().map((verdict) => html`<li>${stateMark(verdict.verdict)} ${told(verdict.reason)} <small>wave ${verdict.wave}${verdict.back ? ', after it went back' : ''}, ${time(verdict.at)}</small></li>`)}</ol>` : nothing}`;
}
