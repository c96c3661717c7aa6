import { html } from '../../../vendor/lit-html/lit-html.js';
import { pathTo } from '../../core/router.js';
import { apart, measured } from '../../core/words.js';

/** @type {Record<string, string>} */
const KINDS = {
  opened: 'it opened the incident',
  'same-identity': 'it is the same alert again',
  rule: 'a declared rule joins them',
  node: 'it is on the same node',
  topology: 'it hangs on the same thing',
  storm: 'it came in the same storm',
  name: 'it is named alike',
  time: 'it came at the same time',
  merge: 'incidents were merged',
  split: 'it was split off',
};

/** Why an alert is here, in words. @param {Reason | null} reason */
export const why = (reason) => (reason ? html`<span>${KINDS[reason.kind] ?? reason.kind}</span>${reason.inputs?.[reason.kind] ? html` <small>${reason.inputs[reason.kind]}</small>` : ''}` : '');

/** Why an incident is one of its own, and where its first alert could have gone. @param {Reason} reason */
export function whyOpened(reason) {
  const { kind, weight, threshold, inputs } = reason;
  if (kind !== 'opened') return why(reason);
  return inputs?.closest
    ? html`Its first alert fitted no open incident: the closest, <a href=${pathTo('incidents', inputs.closest)}>${inputs.closest}</a>, reached ${measured(weight)}${threshold ? ` of the ${measured(threshold)} needed` : ''}`
    : 'No open incident had anything to do with its first alert';
}

/** All that the reason was made of. @param {Reason} reason */
export const evidence = ({ weight, threshold, inputs = {} }) => html`<dl class="facts">
  ${weight === undefined ? '' : html`<div><dt>weight</dt><dd>${measured(weight)}${threshold ? `, needed ${measured(threshold)}` : ''}</dd></div>`}
  ${Object.entries(inputs).map(([name, value]) => html`<div><dt>${apart(name)}</dt><dd>${value}</dd></div>`)}
</dl>`;
