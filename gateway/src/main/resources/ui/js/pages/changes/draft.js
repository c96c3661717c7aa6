import { html } from '../../../vendor/lit-html/lit-html.js';
import { post } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { go, pathTo, route } from '../../core/router.js';
import { field } from '../../view/dialog.js';
import { failure } from '../../view/parts.js';

const HOUR = 3_600_000;

/** @type {any} */
let refusal = null;
let busy = false;

export const title = () => 'Draft a change';

export function enter() {
  refusal = null;
  busy = false;
}

const words = (/** @type {string} */ text) => text.split(/[\s,]+/).filter(Boolean);

/** @param {Record<string, string>} values */
const body = (values) => ({
  title: values.title,
  reason: values.reason,
  incident: route.query.get('incident'),
  origin: { kind: 'git', repository: values.repository, revision: values.revision },
  packages: [],
  states: words(values.states),
  selector: values.selector,
  plan: { steps: words(values.plan) },
  policy: values.policy,
  impact: values.impact,
  irreversible: [],
  tests: values.tests.split('\n').filter(Boolean),
  start: new Date(values.start).toISOString(),
});

async function submit(/** @type {SubmitEvent} */ event) {
  event.preventDefault();
  const values = Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (event.target))].map(([name, value]) => [name, String(value).trim()]));
  busy = true;
  refusal = null;
  redraw();
  try {
    const change = await post('/api/v1/changes', body(values));
    go(pathTo('changes', change.id), { replace: true });
  } catch (caught) {
    refusal = caught;
    busy = false;
    redraw();
  }
}

/** A time as its field wants it, on the viewer's clock. @param {number} millis */
function local(millis) {
  const at = new Date(millis);
  return new Date(millis - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const start = local(Math.ceil(Date.now() / HOUR) * HOUR);
const incident = () => route.query.get('incident');

export const view = () => html`<form class="draft panel" @submit=${submit}>
  <h1>Draft a change</h1>
  ${incident() ? html`<p>For incident <a href=${pathTo('incidents', incident() ?? '')}>${incident()}</a>.</p>` : ''}
  ${field({ name: 'title', label: 'Title', required: true })}
  ${field({ name: 'reason', label: 'Why', required: true, value: incident() ? `Incident ${incident()}` : '' })}
  <div class="pair">${field({ name: 'repository', label: 'Repository', required: true, hint: 'Its name in the fleet file' })}${field({ name: 'revision', label: 'Revision', required: true, hint: '40 hexadecimal digits, reviewed' })}</div>
  <div class="pair">${field({ name: 'states', label: 'States to apply', hint: 'Separated by spaces' })}${field({ name: 'selector', label: 'Nodes', required: true, value: '{role="compute"}' })}</div>
  <div class="pair">${field({ name: 'plan', label: 'Waves', value: '1 10% rest', hint: 'Nodes or shares of the fleet' })}${field({ name: 'impact', label: 'Impact', kind: 'choice', value: 'data-plane', choices: [['control-plane', 'control plane'], ['data-plane', 'data plane'], ['none', 'none']] })}</div>
  ${field({ name: 'start', label: 'Start', kind: 'datetime-local', required: true, value: start })}
  ${field({ name: 'policy', label: 'How its health is judged (YAML)', kind: 'long', required: true, hint: 'Signals, their limits and their comparison with untouched nodes' })}
  ${field({ name: 'tests', label: 'Tests on staging, one a line', kind: 'long' })}
  ${failure(refusal)}
  <div class="actions"><button class="primary" ?disabled=${busy}>Draft it</button></div>
</form>`;
