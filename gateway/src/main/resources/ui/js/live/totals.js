/** Alerts in and incidents out, over all incidents that are not over. Fed from the stream, so it costs nobody a question. */
export class Totals {
  constructor() {
    /** @type {Map<string, {alerts: number, firing: number, storm: boolean, openedAt: string, version: number}>} */
    this.living = new Map();
    /** Whether a whole snapshot was heard: before that, nothing counted does not mean that there is nothing. */
    this.known = false;
  }

  /** @param {FeedEvent[]} events */
  take(events) {
    for (const { event, data } of events) {
      if (event === 'snapshot.begin') {
        this.living.clear();
        this.known = false;
      } else if (event === 'snapshot.end') {
        this.known = true;
      } else if (event === 'snapshot.item') {
        this.put(data);
      } else if (data.subjectType === 'incident' && data.subject) {
        this.put(data.subject);
      }
    }
  }

  /** @param {Incident} incident */
  put(incident) {
    if (incident.state !== 'open' && incident.state !== 'acknowledged') {
      this.living.delete(incident.id);
      return;
    }
    const known = this.living.get(incident.id);
    if (!known || known.version <= incident.version) {
      const { alertCount, firingCount, storm, openedAt, version } = incident;
      this.living.set(incident.id, { alerts: alertCount, firing: firingCount, storm, openedAt, version });
    }
  }

  /** @returns {StormTotals} */
  sum() {
    const out = { known: this.known, incidents: this.living.size, alerts: 0, firing: 0, storms: 0, since: '' };
    for (const one of this.living.values()) {
      out.alerts += one.alerts;
      out.firing += one.firing;
      if (one.storm) {
        out.storms++;
        out.since = !out.since || one.openedAt < out.since ? one.openedAt : out.since;
      }
    }
    return out;
  }
}
