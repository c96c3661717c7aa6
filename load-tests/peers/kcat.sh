#!/usr/bin/env bash
# kcat puts CloudEvents on the topic; they become an incident like any alert.
. "$(dirname "$0")/common.sh"
need kcat curl jq
start_tidegate
# where the embedded broker listens and its password, as the operations page says
property() { sed -n "s/^$1=//p" "$WORK/data/$2"; }
KC() {
  kcat -b "127.0.0.1:$(property kafka ports.properties)" -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=PLAIN \
    -X sasl.username=tidegate -X sasl.password="$(property 'kafka\.password' credentials.properties)" "$@"
}
EVENT='{"specversion":"1.0","id":"1","source":"/kcat","type":"dev.tidegate.alerts","datacontenttype":"application/json","data":[{"labels":{"alertname":"RabbitmqServiceDown","host":"msg01","cluster":"kcat-site","severity":"minor"}}]}'
produce() { printf '%s\n' "$EVENT" | KC -P -t tidegate.cloudevents -H 'content-type=application/cloudevents+json'; }
poison() { printf 'this is no event\n' | KC -P -t tidegate.cloudevents; }
one_incident() { incidents 'state=open&site=kcat-site' | jq -e '.items | length == 1'; }
expect "a poison record is produced" poison
expect "a CloudEvent is produced" produce
within 30 "it is an open incident" one_incident
streamed() { KC -C -t tidegate.incidents -o beginning -e -q | grep -q kcat-site; }
within 10 "the incident is on the incidents topic" streamed
done_with kcat
