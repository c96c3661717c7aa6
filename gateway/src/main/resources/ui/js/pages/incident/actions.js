import { get, post } from '../../core/api.js';
import { go, pathTo } from '../../core/router.js';
import { may, me, operates } from '../../core/session.js';
import { age } from '../../core/time.js';
import { count } from '../../core/words.js';
import { question } from '../../view/dialog.js';
import { attempt, say } from '../../view/parts.js';
import { matcherText } from '../../view/matchers.js';
import { askSilence } from '../silence-form.js';
import { at } from './crowd.js';
import { path, reload, seen } from './model.js';

const MOST_OTHERS = 200;
const SITE_LABEL = 'cluster';
const COMMENT = /** @type {const} */ ({ name: 'comment', label: 'Comment', hint: 'Goes on the timeline; may be empty' });

/** @param {string} verb @param {Record<string, unknown>} body */
async function act(verb, body = {}) {
  await post(`${path()}/${verb}`, body);
  await reload();
}

/** @param {Record<string, string>} values */
const remark = ({ comment }) => (comment ? { comment } : {});

const needed = () => /** @type {Incident} */ (seen.incident);

/** What is asked, until it is answered: a key that is pressed twice is meant once. */
let asked = '';

async function acknowledge() {
  const back = needed().state === 'acknowledged';
  const verb = back ? 'unacknowledge' : 'acknowledge';
  if (asked === verb) {
    return;
  }
  asked = verb;
  await attempt(() => act(verb), back ? 'Given back: it is open for others again' : 'It is yours: others see that you have taken it');
  if (asked === verb) asked = '';
}

function resolve() {
  question({
    title: 'Resolve this incident?',
    says: `It counts as over, with ${count(needed().firingCount, 'alert')} still firing. It reopens when one of its alerts fires anew.`,
    fields: [COMMENT],
    action: 'Resolve',
    run: (values) => act('resolve', remark(values)),
  });
}

/** Others that it can be merged into: active, of its tenant and site, the latest first. @param {Incident} ours */
async function others(ours) {
  const asked = new URLSearchParams({ state: 'open,acknowledged', limit: String(MOST_OTHERS), ...(ours.site ? { site: ours.site } : {}) });
  const { items } = await get(`/api/v1/incidents?${asked}`);
  return items.filter((/** @type {Incident} */ one) => one.id !== ours.id && one.tenant === ours.tenant && one.site === ours.site);
}

async function merge() {
  const ours = needed();
  const where = ours.site ? `of ${ours.site}` : 'without a site';
  const found = /** @type {Incident[] | null} */ (await others(ours).catch(() => null));
  if (found?.length === 0) {
    say(`No other incident ${where} is open to merge it into`, true);
    return;
  }
  question({
    title: 'Merge into another incident',
    says: `${ours.alertCount === 1 ? 'Its one alert moves' : `All ${count(ours.alertCount, 'alert')} move`} there, and this address leads there. Both must be of the same site.`,
    fields: [
      found
        ? { name: 'into', label: 'Into', kind: 'choice', choices: found.map(({ id, title, openedAt }) => [id, `${title}, open for ${age(openedAt)} (${id})`]) }
        : { name: 'into', label: 'The other incident’s id', required: true, hint: 'It is at the end of its address and at the top of its page' },
      COMMENT,
    ],
    action: 'Merge',
    run: async (values) => {
      await post(`${path()}/merge`, { into: values.into, ...remark(values) });
      go(pathTo('incidents', values.into));
    },
  });
}

function split() {
  if (!seen.ticked.size) {
    say('Tick the alerts that should leave, in the list of alerts: j goes there, x ticks', true);
    return;
  }
  question({
    title: `Split ${count(seen.ticked.size, 'alert')} off?`,
    says: 'They get an incident of their own and do not come back by themselves.',
    fields: [COMMENT],
    action: 'Split off',
    run: async (values) => {
      await act('split', { fingerprints: [...seen.ticked], ...remark(values) });
      seen.ticked.clear();
    },
  });
}

function comment() {
  question({
    title: 'Comment',
    fields: [{ name: 'text', label: 'What others should know', kind: 'long', required: true }],
    action: 'Put on the timeline',
    run: ({ text }) => act('comment', { text }),
  });
}

/** The label that names the site can be configured; its alerts show which it is. @param {string} site */
function siteLabel(site) {
  const labels = at(0)?.alert?.labels ?? {};
  const names = Object.keys(labels).filter((name) => labels[name] === site);
  return names.includes(SITE_LABEL) ? SITE_LABEL : (names[0] ?? SITE_LABEL);
}

function silence() {
  const { alertname, site } = needed();
  const matchers = [alertname && matcherText('alertname', alertname), site && matcherText(siteLabel(site), site)].filter(Boolean).join('\n');
  askSilence({ matchers, comment: `Incident ${needed().id}: ` });
}

const draft = () => go(`${pathTo('changes', 'new')}?incident=${encodeURIComponent(needed().id)}`);

/** What can be done with the incident, and by which key. @returns {(Key & {words: string, kind?: string})[]} */
export function actions() {
  const { state, acknowledgedBy } = needed();
  const drafts = may('responder', 'support-engineer', 'executor') ? [{ key: 'd', words: 'Draft a change', says: 'draft a change that mends it', run: draft }] : [];
  if (!operates()) {
    return drafts;
  }
  if (state === 'closed' || state === 'merged') {
    return [{ key: 'c', words: 'Comment', says: 'comment', run: comment }];
  }
  const always = [
    { key: 'c', words: 'Comment', says: 'comment', run: comment },
    { key: 'z', words: 'Silence', says: 'silence its alerts', run: silence },
    ...drafts,
  ];
  if (state === 'resolved') {
    return always;
  }
  const taken = state === 'acknowledged';
  return [
    { key: 'a', words: taken ? 'Give back' : 'Acknowledge', says: taken ? `give it back${acknowledgedBy === me.name ? '' : ', though somebody else has it'}` : 'acknowledge: you take it', kind: taken ? '' : 'primary', run: acknowledge },
    { key: 'r', words: 'Resolve', says: 'resolve', run: resolve },
    { key: 'm', words: 'Merge', says: 'merge into another', run: merge },
    { key: 's', words: 'Split', says: 'split the ticked alerts off', run: split },
    ...always,
  ];
}
