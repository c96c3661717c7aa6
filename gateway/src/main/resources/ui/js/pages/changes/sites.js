import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { inZone, relative, zone } from '../../core/time.js';
import { told } from '../../view/told.js';

/** @typedef {{name: string, zone: string, site?: string, tenant?: string}} Calendar */

/** @type {Calendar[]} */
let calendars = [];
/** Sites of the machines that the change takes; null when they are not known. @type {Set<string> | null} */
let sites = null;
let asked = '';

export function forget() {
  calendars = [];
  sites = null;
  asked = '';
}

/** Asks where the machines are and what clocks hang there, unless it was asked. @param {Change} change */
export async function refresh({ id, content: { selector } }) {
  const wanted = `${id} ${selector}`;
  if (wanted === asked) return;
  asked = wanted;
  const [told, fleet] = await Promise.all([get('/api/v1/calendars').catch(() => ({})), get(`/api/v1/fleet?selector=${encodeURIComponent(selector)}`).catch(() => ({}))]);
  if (wanted !== asked) return;
  calendars = told.calendars ?? [];
  sites = fleet.machines ? new Set(fleet.machines.filter((/** @type {any} */ one) => !one.staging).map((/** @type {any} */ one) => one.site)) : null;
  redraw();
}

/** Zones of the sites that it takes, each with where that is. @param {Change} change @returns {Map<string, string>} */
function places({ tenant }) {
  /** @type {Map<string, Set<string>>} */
  const out = new Map([[zone, new Set(['yours'])]]);
  for (const calendar of calendars) {
    const here = !calendar.site || !sites || sites.has(calendar.site);
    if (here && (!calendar.tenant || calendar.tenant === tenant)) {
      const place = calendar.site ? `site ${calendar.site}` : `calendar ${calendar.name}`;
      out.set(calendar.zone, (out.get(calendar.zone) ?? new Set()).add(place));
    }
  }
  return new Map([...out].map(([where, names]) => [where, [...names].join(', ')]));
}

/** When it may run: on the viewer's clock, and on those of the sites. @param {Change} change */
export function when(change) {
  const { start, window } = change.content;
  if (!start) {
    return 'no start is set';
  }
  const all = [...places(change)];
  return html`<div>${relative(start)}</div>
    ${all.map(([where, names]) => html`<div>${inZone(start, window?.end, where)} <small>${names}</small></div>`)}
    ${all.length === 1 ? html`<small>No calendar says which zone the site is in.</small>` : nothing}
    ${change.window && !change.window.open ? html`<div>No window is open then: ${told(change.window.reason)}</div>` : nothing}
    ${change.window?.frozen ? html`<div><b>Frozen now:</b> ${told(change.window.frozen)}</div>` : nothing}`;
}
