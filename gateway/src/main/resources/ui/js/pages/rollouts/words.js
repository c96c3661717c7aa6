import { count } from '../../core/words.js';

/** How a wave's nodes stand, in the order they are told. @type {Record<string, string>} */
export const NODE_STATES = {
  proven: 'proven',
  'in-flight': 'under way',
  untouched: 'untouched',
  failed: 'failed',
  unreachable: 'unreachable',
  'timed-out': 'timed out',
  unknown: 'unknown',
  'going-back': 'going back',
  back: 'back',
  'back-failed': 'could not go back',
};

/** @param {RolloutNode[]} nodes */
export function told(nodes) {
  return Object.entries(NODE_STATES)
    .map(([state, words]) => [nodes.filter((node) => node.state === state).length, words])
    .filter(([n]) => n)
    .map(([n, words]) => `${n} ${words}`)
    .join(', ');
}

/** @param {Rollout} rollout */
const touched = (rollout) => rollout.waves.map((wave) => ({ ...wave, nodes: wave.nodes.filter((node) => node.state !== 'untouched') })).filter((wave) => wave.nodes.length);

/** @param {Rollout} rollout */
const following = (rollout) => rollout.waves.filter((wave) => wave.number > rollout.wave).length;

/** What each action will do to this rollout. @param {Rollout} rollout @returns {Record<string, string>} */
export function consequences(rollout) {
  const waves = touched(rollout);
  const nodes = waves.reduce((sum, wave) => sum + wave.nodes.length, 0);
  const order = waves.map((wave) => wave.number).reverse().join(', then ');
  const rest = following(rollout);
  return {
    hold: `The wave under way finishes on its ${count(waves.at(-1)?.nodes.length ?? 0, 'node')}; no further wave starts (${count(rest, 'wave')} to come) until somebody resumes it.`,
    resume: rest ? `It goes on: ${count(rest, 'wave')} to come, each only when the one before is healthy.` : 'It goes on to its end.',
    'pull-back': nodes
      ? `${count(nodes, 'node goes', 'nodes go')} back to what was there before: wave ${order}, each node proven to be back. No further wave starts. This cannot be taken back; a new rollout is needed to try again.`
      : 'No node has been touched: it just ends.',
    abort: nodes ? `It ends as it is: ${count(nodes, 'node keeps', 'nodes keep')} what was brought there, and nothing goes back by itself.` : 'No node has been touched: it just ends.',
    monitor: `You say that you have seen how wave ${rollout.wave} stands, and that you watch. You cannot be its executor. While your page is open it may start waves; when nobody watches, it holds.`,
  };
}
