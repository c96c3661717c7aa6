import { html } from '../../../vendor/lit-html/lit-html.js';
import '../../view/chart.js';
import { span, time } from '../../core/time.js';
import { measured, percent } from '../../core/words.js';
import { stateMark } from '../../view/parts.js';

const CURVES = [
  { label: 'wave', colour: '--accent' },
  { label: 'control', colour: '--soft', dash: [6, 4] },
  { label: 'limit', colour: '--critical', dash: [2, 4] },
];
const OLD_SECONDS = 60;

/** @param {WatchSignal} signal */
function statistic({ statistic, threshold, method }) {
  if (statistic === null || statistic === undefined || !threshold) {
    return html`<small>No test yet: too little evidence, or a limit only.</small>`;
  }
  const share = Math.max(0, Math.min(1, statistic / threshold));
  return html`<label class="statistic"><span>Evidence of harm (${method})</span><meter min="0" max="1" high="0.8" value=${share}></meter><span>${measured(statistic)} of ${measured(threshold)} · ${percent(share)}</span></label>`;
}

/** How fresh the evidence is and how many gave it. @param {import('./frames.js').SignalStory} story */
function freshness({ latest, at }) {
  const seconds = (Date.now() - Date.parse(at)) / 1000 + (latest.watched?.ageMillis ?? 0) / 1000;
  const missing = latest.reporting < latest.expected;
  return html`<p class="fresh"><span class=${missing ? 'missing' : ''}>${latest.reporting} of ${latest.expected} nodes reporting</span>
    <span class=${seconds > OLD_SECONDS ? 'missing' : ''}>evidence ${span(seconds)} old</span>
    ${latest.watched && latest.watched.evidence !== 'values' ? html`<span class="missing">${latest.watched.evidence}: ${latest.watched.reason}</span>` : ''}</p>`;
}

/** @param {import('./frames.js').SignalStory} story */
const one = (story) => html`<section class="signal panel" data-verdict=${story.latest.state?.verdict} aria-label="Signal ${story.name}">
  <h3>${story.name} ${stateMark(story.latest.state?.verdict ?? 'none')} <small>wave ${story.wave}</small></h3>
  <p class="verdict">${story.latest.state?.reason ?? story.latest.finding ?? ''}</p>
  <tide-chart role="img" aria-label="${story.name}: wave ${measured(story.latest.level)}, control ${measured(story.latest.controlLevel)}, limit ${measured(story.latest.limit)}" .curves=${CURVES} .data=${story.columns}></tide-chart>
  <dl class="levels">
    <div data-curve="wave"><dt>wave</dt><dd>${measured(story.latest.level)}</dd></div>
    <div data-curve="control"><dt>control</dt><dd>${measured(story.latest.controlLevel)}</dd></div>
    <div data-curve="limit"><dt>limit</dt><dd>${measured(story.latest.limit)}</dd></div>
    <div><dt>before</dt><dd>${measured(story.latest.snapshotLevel)}</dd></div>
  </dl>
  ${statistic(story.latest)} ${freshness(story)}
  ${story.latest.worst?.length ? html`<small>worst: ${story.latest.worst.join(', ')}</small>` : ''}
</section>`;

/** @param {import('./frames.js').Frames} frames */
export function signals(frames) {
  const now = frames.current();
  return html`${now.length ? html`<div class="signals">${now.map(one)}</div>` : html`<p class="hint">No evidence yet: health is watched from the first wave on.</p>`}
    ${frames.verdicts.length ? html`<ol class="verdicts" aria-label="Verdicts">${frames.verdicts.slice(-8).reverse().map((verdict) => html`<li>${stateMark(verdict.verdict)} ${verdict.reason} <small>wave ${verdict.wave}, ${time(verdict.at)}</small></li>`)}</ol>` : ''}`;
}
