import { html } from '../../vendor/lit-html/lit-html.js';

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** Whether times are told exactly everywhere; by hovering each tells the other. */
export const times = { exact: false };

/** Which time zone the viewer's clock is in. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {number} seconds */
export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return together(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'min');
  return together(Math.floor(s / 86400), 'd', Math.floor((s % 86400) / 3600), 'h');
}

/** @param {number} whole @param {string} unit @param {number} rest @param {string} smaller */
const together = (whole, unit, rest, smaller) => `${whole} ${unit}${rest ? ` ${rest} ${smaller}` : ''}`;

/** How long something took, to the second while it is short. @param {string} from @param {string} to */
export function lasted(from, to) {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  if (seconds < 10) return `${Number(seconds.toPrecision(2))} s`;
  const s = Math.round(seconds);
  return s < 60 || s >= 3600 || s % 60 === 0 ? span(s) : `${Math.floor(s / 60)} min ${s % 60} s`;
}

/** A length as it is written in ISO 8601, in words: PT1H30M. @param {string} iso */
export function length(iso) {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso) ?? [];
  const all = Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return all > 0 ? span(all) : iso;
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

/** A time, relative unless exact ones are wanted; hovering tells the other. @param {string | null | undefined} at */
export function time(at) {
  if (!at) return '';
  const full = `${exact(at)}, ${zone}`;
  return html`<time datetime=${at} title=${times.exact ? relative(at) : full}>${times.exact ? exact(at) : relative(at)}</time>`;
}

/** A time both ways, where there is room for it. @param {string | null | undefined} at */
export const moment = (at) => (at ? html`<time datetime=${at} title=${zone}>${relative(at)} <small>${exact(at)}</small></time>` : '');

/** A time of the day among others that are near it. @param {string} at */
export const hour = (at) => html`<time datetime=${at} title="${exact(at)}, ${zone}, ${relative(at)}">${times.exact ? exact(at) : clock(at)}</time>`;
