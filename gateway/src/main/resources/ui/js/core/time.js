import { html } from '../../vendor/lit-html/lit-html.js';

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** Whether times are told exactly everywhere; by hovering they always are. */
export const times = { exact: false };

/** Which time zone the viewer's clock is in. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {number} seconds */
export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

/** @param {string} at */
export const age = (at) => span((Date.now() - Date.parse(at)) / 1000);

/** @param {string} at */
export function relative(at) {
  const seconds = (Date.now() - Date.parse(at)) / 1000;
  return seconds > -1 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
}

/** @param {string} at */
export const exact = (at) => EXACT.format(new Date(at));

/** @param {string} at */
export const clock = (at) => CLOCK.format(new Date(at));

/**
 * A time, and the end of its window, on the clocks of a zone.
 * @param {string} from @param {string | undefined} to @param {string} timeZone
 */
export function inZone(from, to, timeZone) {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return `${to ? format.formatRange(new Date(from), new Date(to)) : format.format(new Date(from))}, ${timeZone}`;
}

/** A time, relative unless exact ones are wanted. @param {string | null | undefined} at */
export function time(at) {
  return at ? html`<time datetime=${at} title=${exact(at)}>${times.exact ? exact(at) : relative(at)}</time>` : '';
}
