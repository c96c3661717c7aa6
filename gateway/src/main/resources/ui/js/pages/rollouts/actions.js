import { post } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { may, me } from '../../core/session.js';
import { question } from '../../view/dialog.js';
import { say } from '../../view/parts.js';
import { consequences } from './words.js';

const OVER = ['done', 'pulled-back', 'aborted'];

/**
 * What can be done with a rollout, and by which key.
 * @param {Rollout} rollout @param {(rollout: Rollout) => void} now what it has become
 * @returns {(Key & {words: string, kind?: string})[]}
 */
export function actions(rollout, now) {
  const will = consequences(rollout);
  /** @param {string} verb @param {string} words @param {boolean} reason @param {boolean} [danger] */
  const ask = (verb, words, reason, danger = false) =>
    question({
      title: `${words}: ${rollout.title}`,
      says: will[verb],
      fields: reason ? [{ name: 'reason', label: 'Why', required: true, hint: 'For the audit' }] : [],
      action: words,
      danger,
      run: async (values) => {
        const { said, rollout: fresh } = await post(`/api/v1/rollouts/${encodeURIComponent(rollout.id)}/${verb}`, values);
        say(said);
        now(fresh);
        redraw();
      },
    });
  const pull = { key: 'p', words: 'Pull back', says: 'take every touched node back', kind: 'danger', run: () => ask('pull-back', 'Pull back', true, true) };
  if (OVER.includes(rollout.phase)) {
    // what has ended can still go back, unless somebody else came to its nodes since; the gateway says so then
    return rollout.phase !== 'pulled-back' && may('executor', 'monitor', 'administrator') ? [pull] : [];
  }
  const back = rollout.phase === 'pulling-back';
  if (!may('executor', 'monitor', 'administrator')) {
    return [];
  }
  return [
    // also for who is its monitor already: being there is not yet having seen how it stands, and that lasts for a while only
    ...(may('monitor') && (!me.name || rollout.executor !== me.name) ? [{ key: 'w', words: 'I watch this', says: 'acknowledge how it stands, as its monitor', kind: rollout.phase === 'waiting' && rollout.blocked ? 'primary' : '', run: () => ask('monitor', 'I watch this', false) }] : []),
    ...(back ? [] : rollout.held
      ? !may('executor') ? [] : [{ key: 'u', words: 'Resume', says: 'let it go on', kind: 'primary', run: () => ask('resume', 'Resume', false) }]
      : [{ key: 'h', words: 'Hold', says: 'no further wave', run: () => ask('hold', 'Hold', true) }]),
    ...(back ? [] : [pull]),
    ...(may('executor', 'administrator') ? [{ key: 'x', words: 'Abort', says: 'end it as it is', run: () => ask('abort', 'Abort', true, true) }] : []),
  ];
}
