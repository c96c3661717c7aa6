import { get } from './api.js';

/**
 * Who is looking. Without a name the gateway did not say; it decides at each door anyway.
 * @type {{name: string, tenant: string, roles: string[]}}
 */
export const me = { name: '', tenant: '', roles: [] };

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

/** @param {...string} roles whether one of them is ours; an administrator may everything */
export const may = (...roles) => me.name === '' || me.roles.some((role) => role === 'administrator' || roles.includes(role));
