import { html } from '../../../vendor/lit-html/lit-html.js';
import { stateMark } from '../../view/parts.js';
import { told as inWords } from '../../view/told.js';
import { NODE_STATES, told } from './words.js';

const BAD = ['failed', 'unreachable', 'timed-out', 'unknown', 'back-failed'];

/** @param {RolloutNode} node */
const square = (node) => html`<li data-node=${node.state} title="${node.name}: ${NODE_STATES[node.state] ?? node.state}${node.detail ? ', ' + node.detail : ''}"><span class="unseen">${node.name}: ${NODE_STATES[node.state] ?? node.state}</span></li>`;

const OVER = ['done', 'pulled-back', 'aborted'];

/** A wave that waits for a rollout which is over waits for nothing. @param {Wave} wave @param {boolean} over */
const standing = ({ state }, over) => (over && state === 'waiting' ? stateMark('none', 'not begun') : stateMark(state));

/** @param {Wave} wave @param {boolean} now @param {boolean} over */
const one = (wave, now, over) => html`<section class="wave" data-state=${wave.state} ?data-now=${now} aria-label="Wave ${wave.number}">
  <h2>Wave ${wave.number} ${standing(wave, over)}</h2>
  <ul class="nodes-strip" aria-label="Nodes of wave ${wave.number}">${wave.nodes.map(square)}</ul>
  <small>${told(wave.nodes)}</small>
</section>`;

/** The waves as strips of nodes. @param {Rollout} rollout */
export function waves(rollout) {
  const bad = rollout.waves.flatMap((wave) => wave.nodes.filter((node) => BAD.includes(node.state)));
  const over = OVER.includes(rollout.phase);
  const there = new Set(rollout.waves.flatMap((wave) => wave.nodes.map((node) => node.state)));
  return html`<div class="waves" tabindex="0" role="group" aria-label="Waves">${rollout.waves.map((wave) => one(wave, wave.number === rollout.wave, over))}</div>
    <p class="legend nodes-legend">${Object.entries(NODE_STATES).filter(([state]) => there.has(state)).map(([state, words]) => html`<span data-node=${state}>${words}</span> `)}</p>
    ${bad.length ? html`<details class="bad-nodes"><summary>${bad.length} not as they should be</summary><ul>${bad.map((node) => html`<li><b>${node.name}</b> ${NODE_STATES[node.state]}${node.detail ? html`: ${inWords(node.detail)}` : ''}</li>`)}</ul></details>` : ''}`;
}
