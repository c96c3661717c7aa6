import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { length } from '../../core/time.js';
import { count, measured, percent, some } from '../../core/words.js';
import { told as inWords } from '../../view/told.js';

/** @param {Risk} risk */
function factors({ factors: all }) {
  const most = Math.max(...all.map((factor) => Math.abs(factor.weight)), 1e-9);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Factors of the risk"><table class="risk"><thead><tr><th>Factor</th><th>In words</th><th>Odds of failure</th><th>Weight</th></tr></thead>
    <tbody>${all.map((factor) => html`<tr><td>${factor.name}</td><td>${inWords(factor.words)}</td><td class="figure">× ${measured(factor.value)}</td><td><meter min="0" max="1" value=${Math.abs(factor.weight) / most} aria-label="weight of ${factor.name}: ${measured(factor.weight)}"></meter> <small>${factor.weight > 0 ? 'raises it' : factor.weight < 0 ? 'lowers it' : 'as usual'}</small></td></tr>`)}</tbody></table></div>`;
}

/** As it was told to those who decided, when somebody has; what it is today folded below. @param {Change} change */
export function risk({ risk: told }) {
  const { score, proposes, asOf, today } = told;
  return html`<p>Score <b>${percent(score)}</b>${asOf === 'decided' ? ', as those saw it who decided' : ''}${proposes ? html`; proposed: ${proposes.plan.steps.join(', ')}, each watched for ${length(proposes.soak)}, approved by ${proposes.approvers.join(' and ')}` : ''}</p>
    ${factors(told)}
    ${today ? html`<details class="today"><summary>Today it is ${percent(today.score)}</summary>${factors(today)}</details>` : nothing}`;
}

/** Failure domains that a wave reaches, and how many nodes of each. @param {Change['plan']['waves'][number]} wave */
function domains({ batches = [] }) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  batches.filter((batch) => batch.domain).forEach((batch) => sums.set(batch.domain, (sums.get(batch.domain) ?? 0) + batch.nodes.length));
  return sums.size ? html`<small>${some([...sums].map(([domain, n]) => `${domain}: ${n}`), 4)}</small>` : nothing;
}

/** Waves, how far each reaches, and how likely a fault goes unseen in it. @param {Change} change */
export function plan({ plan: { waves, notes, refused } }) {
  if (refused) {
    return html`<p class="hint">There is no plan: ${inWords(refused)}</p>`;
  }
  const shares = [...new Set(waves.flatMap((wave) => Object.keys(wave.missed ?? {})))];
  const total = waves.reduce((sum, wave) => sum + wave.nodes.length, 0);
  let reached = 0;
  return html`<p>${count(total, 'node')} in ${count(waves.length, 'wave')}.</p>
    <div class="scroll" tabindex="0" role="group" aria-label="Waves and their reach"><table class="plan"><thead><tr><th>Wave</th><th>Nodes</th><th>Reached by then</th>${shares.map((share) => html`<th>Missed, if it hits ${share}</th>`)}<th>Which</th></tr></thead>
    <tbody>${waves.map((wave) => {
      reached += wave.nodes.length;
      return html`<tr><td>${wave.number}</td><td>${wave.nodes.length}</td><td>${percent(reached / Math.max(1, total))}</td>${shares.map((share) => html`<td>${wave.missed?.[share] === undefined ? '–' : percent(wave.missed[share])}</td>`)}<td>${domains(wave)}<details><summary>${some(wave.nodes, 3)}</summary><p class="all-nodes">${wave.nodes.join(', ')}</p></details></td></tr>`;
    })}</tbody></table></div>
    ${notes?.map((note) => html`<p class="hint">${inWords(note)}</p>`)}`;
}
