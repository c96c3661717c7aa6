import { post } from '../core/api.js';
import { me } from '../core/session.js';
import { question } from '../view/dialog.js';
import { parseMatchers } from '../view/matchers.js';
import { say } from '../view/parts.js';

const HOUR = 3_600_000;
/** @type {[string, string][]} */
const LENGTHS = [['0.5', '30 minutes'], ['2', '2 hours'], ['8', '8 hours'], ['24', '1 day'], ['168', '1 week']];

/**
 * Asks what to silence, for how long and why.
 * @param {{matchers?: string, comment?: string, then?: () => unknown}} [given]
 */
export function askSilence({ matchers = '', comment = '', then } = {}) {
  question({
    title: 'Silence alerts',
    says: 'Alerts that match all of them stay visible and are told to nobody until it ends.',
    fields: [
      { name: 'matchers', label: 'Matchers', kind: 'long', value: matchers, required: true, hint: 'As in Alertmanager, on lines or with commas: alertname="DiskFull", host=~"cmp.*"' },
      { name: 'hours', label: 'For how long', kind: 'choice', value: '2', choices: LENGTHS },
      { name: 'comment', label: 'Why', value: comment, required: true },
    ],
    action: 'Silence',
    run: async (values) => {
      const now = Date.now();
      await post('/api/v2/silences', {
        matchers: parseMatchers(values.matchers),
        startsAt: new Date(now).toISOString(),
        endsAt: new Date(now + Number(values.hours) * HOUR).toISOString(),
        createdBy: me.name || 'dashboard',
        comment: values.comment,
      });
      say('Silenced');
      await then?.();
    },
  });
}
