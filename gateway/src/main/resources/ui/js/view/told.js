import { hour, length } from '../core/time.js';

const TIME = /(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z| \d\d:\d\d:\d\d UTC)|\bP(?:\d+D)?T?(?:\d+H)?(?:\d+M)?(?:[\d.]+S)?\b)/;

/** A sentence of the gateway: times in it are told on the viewer's clock, and lengths in words. @param {string | null | undefined} sentence */
export const told = (sentence) =>
  (sentence ?? '').split(TIME).map((part, i) => (i % 2 === 0 || part.length < 3 ? part : part.startsWith('P') ? length(part) : hour(part.replace(' UTC', 'Z').replace(' ', 'T'))));
