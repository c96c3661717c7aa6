import { html } from '../../../vendor/lit-html/lit-html.js';
import { post } from '../../core/api.js';
import { go, pathTo } from '../../core/router.js';
import { may, me } from '../../core/session.js';
import { time } from '../../core/time.js';
import { count } from '../../core/words.js';
import { hash as short } from '../../view/copy.js';
import { question } from '../../view/dialog.js';
import { stateMark } from '../../view/parts.js';

/** Who approved what. @param {Change} change */
export const approvals = ({ approvals: all, hash }) =>
  all.length
    ? all.map((one) => html`<div class="approval"><span>${stateMark(one.granted ? 'approved' : 'refused')} <b>${one.by}</b> for the ${one.side} side, ${time(one.at)} ${one.hash === hash ? '' : stateMark('expired', 'older content')}</span><span>content ${short(one.hash, 'what was approved')}</span>${one.reason ? html`<span>${one.reason}</span>` : ''}</div>`)
    : html`<p class="hint">Nobody has said anything yet. Support and the customer must approve the same content and start.</p>`;

/** Who may speak for both says for which. @param {string[]} all @returns {import('../../view/dialog.js').Field[]} */
const choice = (all) => (all.length > 1 ? [{ name: 'side', label: 'For which side', kind: 'choice', value: all[0], choices: all.map((side) => [side, side]) }] : []);

/** The sides that the viewer may speak for. */
const sides = () => [...(may('support-engineer', 'validator') ? ['support'] : []), ...(may('customer-approver') ? ['customer'] : [])];

/**
 * @param {Change} change @param {() => Promise<void>} reload
 * @returns {(Key & {words: string, kind?: string})[]}
 */
export function actions(change, reload) {
  const path = `/api/v1/changes/${encodeURIComponent(change.id)}`;
  const decide = (/** @type {boolean} */ granted) =>
    question({
      title: `${granted ? 'Approve' : 'Refuse'}: ${change.content.title}`,
      says: html`<p>${granted ? 'You approve exactly this content, for exactly this start. A new revision voids it.' : 'It will not be carried out as it is; its author can make a new revision.'}</p><code>${change.hash}</code>`,
      fields: [
        ...choice(sides()),
        { name: 'reason', label: granted ? 'Remark' : 'Why', required: !granted },
      ],
      action: granted ? 'Approve' : 'Refuse',
      danger: !granted,
      run: async (values) => {
        await post(`${path}/approvals`, { side: values.side ?? sides()[0], hash: change.hash, start: change.content.start, granted, reason: values.reason });
        await reload();
      },
    });
  const begin = () =>
    question({
      title: `Roll out: ${change.content.title}`,
      says: `${count(change.plan.waves.length, 'wave')} over ${count(change.plan.waves.reduce((sum, wave) => sum + wave.nodes.length, 0), 'node')}. It waits for its window and for a monitor who is not you, and goes from wave to wave only while health holds.`,
      action: 'Roll out',
      run: async () => {
        const rollout = await post('/api/v1/rollouts', { change: change.id, hash: change.hash });
        go(pathTo('rollouts', rollout.id));
      },
    });
  const stage = () => question({ title: 'Apply it to staging?', says: 'It is applied to the staging machines, its tests run, and their health is judged.', action: 'Apply to staging', run: async () => { await post(`${path}/staging`); await reload(); } });
  const emergency = () =>
    question({
      title: `Carry out without approvals: ${change.content.title}`,
      says: 'For emergencies only. It may be rolled out at once, both sides are told, and somebody has to review it afterwards; all of it is in the audit.',
      fields: [{ name: 'reason', label: 'Why it cannot wait', required: true }],
      action: 'Break the glass',
      danger: true,
      run: async ({ reason }) => {
        await post(`${path}/emergency`, { hash: change.hash, reason });
        await reload();
      },
    });
  const lookAt = () =>
    question({
      title: `Look at the emergency: ${change.content.title}`,
      says: `${change.emergency?.by} let it go without approvals: ${change.emergency?.reason}`,
      fields: [{ name: 'note', label: 'What you found', kind: 'long', required: true, hint: 'For the audit' }],
      action: 'I have looked at it',
      run: async (values) => {
        await post(`${path}/emergency/review`, values);
        await reload();
      },
    });
  const out = [];
  const open = change.state === 'waiting' || change.state === 'draft';
  if (open && sides().length && (!me.name || change.author !== me.name)) {
    out.push({ key: 'a', words: 'Approve', says: 'approve this content', kind: 'primary', run: () => decide(true) }, { key: 'x', words: 'Refuse', says: 'refuse it', run: () => decide(false) });
  }
  if (open && may('validator', 'executor', 'support-engineer') && (change.staging.state === 'none' || change.staging.state === 'failed')) {
    out.push({ key: 's', words: 'Staging', says: 'apply it to staging', run: stage });
  }
  if (open && may('executor', 'administrator')) {
    out.push({ key: 'b', words: 'Break the glass', says: 'carry it out without approvals, in an emergency', run: emergency });
  }
  if ((change.state === 'approved' || change.state === 'emergency') && !change.rollout && may('executor')) {
    out.push({ key: 'o', words: 'Roll out', says: 'start its rollout', kind: 'primary', run: begin });
  }
  if (change.emergency && !change.emergency.reviewer && change.emergency.by !== me.name && may('validator', 'support-engineer', 'customer-success-manager', 'administrator')) {
    out.push({ key: 'v', words: 'Look at the emergency', says: 'say that you have looked at the emergency', run: lookAt });
  }
  return out;
}
