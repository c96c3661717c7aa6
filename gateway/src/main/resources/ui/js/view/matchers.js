// Alertmanager's grammar of matchers, as the gateway reads it too.
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';
const BARE = '[^\\s{}!=~,\\\\"\'`]';
const MATCHER = new RegExp(`\\s*(?:${QUOTED}|(${BARE}+))\\s*(=~|!~|!=|=)\\s*(?:${QUOTED}|(${BARE}*))\\s*(?:,|$)`, 'y');
const IS_BARE = new RegExp(`^${BARE}+$`);

/** @type {Record<string, string>} */
const ESCAPES = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };

/** What stands in quotes as it is meant; a backslash before anything else stays, as expressions need it: \d. @param {string} text */
const meant = (text) => text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (all, hex, letter) => (hex ? String.fromCharCode(parseInt(hex, 16)) : (ESCAPES[letter] ?? all)));

/** @param {string} text */
const quote = (text) => `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;

/** @param {string} name @param {string} op @param {string} value */
const written = (name, op, value) => `${IS_BARE.test(name) ? name : quote(name)}${op}${quote(value)}`;

/** @param {string} name @param {string} value */
export const matcherText = (name, value) => written(name, '=', value);

/** One matcher in Alertmanager's notation. @param {SilenceMatcher} matcher */
export const told = ({ name, value, isRegex, isEqual = true }) => written(name, isEqual ? (isRegex ? '=~' : '=') : isRegex ? '!~' : '!=', value);

/** Reads matchers, on lines or with commas between them, braces around them or not; throws an error that names the line. @param {string} text @returns {SilenceMatcher[]} */
export const parseMatchers = (text) => text.split('\n').flatMap(ofLine);

/** @param {string} line @returns {SilenceMatcher[]} */
function ofLine(line) {
  const inner = line.trim().replace(/^\{(.*)\}$/, '$1').trim();
  const out = [];
  let from = 0;
  while (from < inner.length) {
    MATCHER.lastIndex = from;
    const [all, quotedName, name, op, quoted, value] = MATCHER.exec(inner) ?? [];
    if (!all) {
      throw Object.assign(new Error(`“${line.trim()}” is not like alertname="DiskFull"`), { title: 'A matcher cannot be read' });
    }
    from += all.length;
    out.push({ name: name ?? meant(quotedName), value: value ?? meant(quoted), isRegex: op.includes('~'), isEqual: !op.startsWith('!') });
  }
  return out;
}
