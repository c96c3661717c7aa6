const LINE = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*"?((?:[^"\\]|\\.)*)"?\s*$/;

/** @param {string} name @param {string} value */
export const matcherText = (name, value) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`;

/** One matcher in Alertmanager's notation. @param {SilenceMatcher} matcher */
export const told = ({ name, value, isRegex, isEqual = true }) => `${name}${isEqual ? (isRegex ? '=~' : '=') : isRegex ? '!~' : '!='}"${value}"`;

/** Reads matchers, one a line; throws an error that names the line. @param {string} text @returns {SilenceMatcher[]} */
export function parseMatchers(text) {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => {
      const [, name, op, value] = LINE.exec(line) ?? [];
      if (!name) {
        throw Object.assign(new Error(`“${line.trim()}” is not like alertname="DiskFull"`), { title: 'A matcher cannot be read' });
      }
      return { name, value: value.replace(/\\(.)/g, '$1'), isRegex: op.includes('~'), isEqual: !op.startsWith('!') };
    });
}
