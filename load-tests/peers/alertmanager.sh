#!/usr/bin/env bash
# A real Alertmanager that forwards by webhook: its groups become one incident, and resolve.
. "$(dirname "$0")/common.sh"
need prometheus-alertmanager curl jq
start_tidegate
AM=$(free_port)
cat >"$WORK/alertmanager.yml" <<CONFIG
route: {receiver: tidegate, group_by: [cluster], group_wait: 1s, group_interval: 1s}
receivers:
  - name: tidegate
    webhook_configs:
      - url: $URL/api/v1/webhooks/alertmanager
        http_config: {authorization: {credentials: $TIDEGATE_INGEST_TOKEN}}
CONFIG
prometheus-alertmanager --config.file="$WORK/alertmanager.yml" --storage.path="$WORK/am" --cluster.listen-address= \
  --web.listen-address="127.0.0.1:$AM" --log.level=warn >"$WORK/alertmanager.log" 2>&1 &
CHILDREN+=($!)
push() { # push ENDS_AT
  jq -nc --arg ends "$1" '[range(3) | {labels: {alertname: "KafkaServiceDown", host: "kfk0\(.)", cluster: "am-site", severity: "minor"}}
    | if $ends == "" then . else .endsAt = $ends end]' |
    curl -sf -H 'Content-Type: application/json' -d @- "http://127.0.0.1:$AM/api/v2/alerts"
}
one_incident() { incidents 'state=open&site=am-site' | jq -e '.items | length == 1 and .[0].alertCount == 3 and .[0].nodeCount == 3'; }
resolved() { incidents 'site=am-site' | jq -e '.items | length == 1 and (.[0].state == "resolved" or .[0].state == "closed")'; }
same_fingerprints() {
  diff <(curl -sf "http://127.0.0.1:$AM/api/v2/alerts" | jq -r '.[].fingerprint' | sort) \
    <(as READ -f "$URL/api/v2/alerts" | jq -r '.[].fingerprint' | sort)
}
within 20 "Alertmanager is up" push ""
within 30 "three nodes, one incident" one_incident
expect "the same fingerprints on both sides" same_fingerprints
expect "resolve them at Alertmanager" push "$(date -u +%FT%TZ)"
within 120 "the incident is resolved" resolved
done_with alertmanager
