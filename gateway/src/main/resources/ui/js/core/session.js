import { get } from './api.js';

/**
 * Who is looking. Without a name the gateway did not say; it decides at each door anyway.
 * @type {{name: string, tenant: string, roles: string[]}}
 */
export const me = { name: '', tenant: '', roles: [] };

// Pages of one browser share their streams: when one signs out, all let go of them.
const pages = new BroadcastChannel('tidegate.session');
pages.onmessage = () => location.reload();

export const tellSignedOut = () => pages.postMessage('signed-out');

/** Asks who we are; throws a Refusal of status 401 when the gateway does not know us. */
export async function recognise() {
  const who = await get('/api/v1/me', { quiet: true }).catch((refusal) => {
    if (refusal.status === 401) {
      throw refusal;
    }
    return { name: '', tenant: '', roles: [] };
  });
  Object.assign(me, who);
}

/** Whether one of these roles is ours; none covers another. @param {...string} roles */
export const may = (...roles) => me.name === '' || roles.some((role) => me.roles.includes(role));

/** Signed in, and not let in for sitting at this machine. */
export const signedIn = () => me.name !== '' && me.name !== 'anonymous';

/** Of a customer: sees the things of their own tenant. */
export const customer = () => me.tenant !== '';

/** May act on incidents and silences. */
export const operates = () => may('responder', 'support-engineer', 'administrator');

/** The page that everybody begins with. */
export const HOME = 'incidents';
