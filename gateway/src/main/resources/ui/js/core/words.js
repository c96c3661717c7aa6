const NUMBER = new Intl.NumberFormat('en');

/** @param {number} n */
export const number = (n) => NUMBER.format(n);

/** @param {number} n @param {string} one @param {string} [many] */
export const count = (n, one, many = one + 's') => `${number(n)} ${n === 1 ? one : many}`;

/** A measured value, short enough for a table. @param {number | null | undefined} value */
export function measured(value) {
  if (value === null || value === undefined) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 100_000 || size < 0.00001 ? value.toExponential(2) : String(Number(value.toPrecision(size < 0.01 ? 3 : 4)));
}

/** @param {number} share of one */
export const percent = (share) => `${Number((share * 100).toPrecision(3))} %`;

/** The first of a list, and how many more there are. @param {string[]} names @param {number} shown @param {number} [total] */
export function some(names, shown, total = names.length) {
  const rest = total - Math.min(shown, names.length);
  return names.slice(0, shown).join(', ') + (rest > 0 ? ` and ${number(rest)} more` : '');
}

/** What an alert is called; one without a name and without anything else to call it by is told as such. @param {string | undefined} name @param {string} [otherwise] */
export const alertName = (name, otherwise = 'an alert without a name') => name || otherwise;

/** A name in one word as words: alertsPerMinute. @param {string} name */
export const apart = (name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
