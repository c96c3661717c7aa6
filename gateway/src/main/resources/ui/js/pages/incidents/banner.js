import { html } from '../../../vendor/lit-html/lit-html.js';
import { time } from '../../core/time.js';
import { count, number } from '../../core/words.js';
import { totals } from '../../live/client.js';

/** Alerts in against incidents out. */
export function banner() {
  const { known, incidents, alerts, firing, storms, since } = totals;
  if (!known) {
    return html`<p class="banner"><span>Counting what is open …</span></p>`;
  }
  if (!incidents) {
    return html`<p class="banner calm"><span>All quiet: no incident is open.</span></p>`;
  }
  return html`<p class="banner ${storms ? 'storm' : ''}" data-alerts=${alerts} data-incidents=${incidents}>
    <strong>${storms ? 'Alert storm' : 'Now'}</strong>
    <span class="in"><b>${number(alerts)}</b> ${alerts === 1 ? 'alert' : 'alerts'} in</span>
    <span class="arrow" aria-label="became">→</span>
    <span class="out"><b>${number(incidents)}</b> ${incidents === 1 ? 'incident' : 'incidents'} out</span>
    <small>${count(firing, 'alert')} firing${storms ? html`, storm since ${time(since)}` : ''}</small>
  </p>`;
}
