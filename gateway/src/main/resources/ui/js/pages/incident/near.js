import { html } from '../../../vendor/lit-html/lit-html.js';
import { pathTo } from '../../core/router.js';
import { time } from '../../core/time.js';
import { stateMark } from '../../view/parts.js';
import { seen } from './model.js';

/** Rollouts and changes that may have to do with it. */
export function near() {
  const { rollouts = [], changes = [] } = seen.near ?? {};
  if (!rollouts.length && !changes.length) {
    return html`<p class="hint">No rollout touched these nodes or ran within two hours of it, and no change was drafted for it or meant for then.</p>`;
  }
  return html`<ul class="near">
    ${rollouts.map(({ rollout, why }) => html`<li><a href=${pathTo('rollouts', rollout.id)}>${rollout.title}</a> ${stateMark(rollout.phase)} <small>rollout, ${time(rollout.startedAt)}; ${why}</small></li>`)}
    ${changes.map(({ change, why }) => html`<li><a href=${pathTo('changes', change.id)}>${change.content.title}</a> ${stateMark(change.state)} <small>change by ${change.author}; ${why}</small></li>`)}
  </ul>`;
}
