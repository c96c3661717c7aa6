#!/usr/bin/env bash
# Two gateways on a Kafka and a PostgreSQL that are not theirs: they share the work, one is killed, nothing is lost. One
# of them logs as JSON, and every line of it is. Then Kafka halts: senders are told to come back, all but the first at
# once, and nothing that got its 200 is lost.
. "$(dirname "$0")/common.sh"
need curl jq
start_servers

owned() { as READ -f "$1/actuator/prometheus" | awk '/^tidegate_shard_owned{/ { n += $2 } END { print n + 0 }'; }
owns() { [ "$(owned "$1")" = "$2" ]; }

# batches of 16 different alerts, to the two in turn; what got its 200 is written down
send() {
  local serial=0 url
  while [ ! -e "$WORK/enough" ]; do
    for url in "$URL_a" "$URL_b"; do
      jq -nc --argjson first "$serial" '[range($first; $first + 16) | {labels: {alertname: "Cluster", serial: tostring,
          host: "n\(. % 50)", cluster: "site-\(. % 8)"}, endsAt: "2099-01-01T00:00:00Z"}]' >"$WORK/batch"
      if [ "$(as INGEST -o /dev/null -w '%{http_code}' -m 10 -H 'Content-Type: application/json' -d @"$WORK/batch" \
        "$url/api/v2/alerts" 2>/dev/null)" = 200 ]; then
        seq "$serial" $((serial + 15)) >>"$WORK/acknowledged"
      fi
      serial=$((serial + 16))
    done
  done
}
all_there() {
  as READ -f "$URL_b/api/v2/alerts" | jq -r '.[].labels.serial' | sort >"$WORK/there"
  [ -z "$(sort "$WORK/acknowledged" | comm -23 - "$WORK/there")" ]
}
json_lines() { [ -s "$WORK/b.json" ] && jq -es 'length > 3 and all(has("@timestamp") and has("message") and has("level"))' "$WORK/b.json"; }

start_gateway a "$WORK/a.log"
TIDEGATE_LOG=json start_gateway b "$WORK/b.json"
within 90 "the first is ready" ready_at "$URL_a"
within 90 "the second is ready" ready_at "$URL_b"
within 60 "the first has half of the partitions" owns "$URL_a" 2
within 60 "the second has the other half" owns "$URL_b" 2
touch "$WORK/acknowledged"
send &
SENDER=$!
CHILDREN+=("$SENDER")
some() { [ "$(wc -l <"$WORK/acknowledged")" -ge "$1" ]; }
within 60 "both take alerts" some 800
{ kill -9 "$PID_a" && wait "$PID_a"; } 2>/dev/null || true
within 60 "the second has all partitions after the first was killed" owns "$URL_b" 4
before=$(wc -l <"$WORK/acknowledged")
within 60 "it goes on taking alerts" some $((before + 320))
touch "$WORK/enough"
wait "$SENDER" || true
within 60 "every one of $(wc -l <"$WORK/acknowledged") acknowledged alerts is there" all_there
expect "every line of a log in JSON is JSON" json_lines
# 5,000 alerts in 2 MB, each with a text of its own so that records are no smaller
jq -nc '[range(5000) | {labels: {alertname: "Halted", serial: "h\(.)", host: "n\(. % 50)", cluster: "site-\(. % 8)"},
    annotations: {description: ("why \(.) " * 30)}, endsAt: "2099-01-01T00:00:00Z"}]' >"$WORK/big"
big() {
  as INGEST -m 30 -o /dev/null -w '%{http_code} %{time_total} %header{retry-after}\n' -H 'Content-Type: application/json' \
    -d @"$WORK/big" "$URL_b/api/v2/alerts" 2>/dev/null || true
}
refused() { as READ -f "$URL_b/actuator/prometheus" | grep "^tidegate_ingest_refused_total{.*reason=\"$1\"" | awk '{ n += $NF } END { exit n < 1 }'; }
took() { [ "$(big | cut -d' ' -f1)" = 200 ]; }
SENDERS=()
kill -STOP "$SERVERS"
for sender in $(seq 60); do
  big >>"$WORK/answers" &
  CHILDREN+=("$!")
  SENDERS+=("$!")
done
within 30 "the first wait for Kafka in vain" refused log_unavailable
wait "${SENDERS[@]}" || true
for sender in $(seq 9); do big; done >"$WORK/late"
kill -CONT "$SERVERS"
expect "all were told to come back, with when" \
  awk '$1 != 503 || $3 < 1 { print; bad = 1 } END { exit bad || NR != 69 }' "$WORK/answers" "$WORK/late"
say "  whoever came later was told so in $(sort -k2n "$WORK/late" | awk '{ t[NR] = $2 } END { print t[5] }') s, 2 MB sent included (median)"
within 60 "it takes alerts again" took
alerts_there() { [ "$(as READ -f "$URL_b/api/v2/alerts?filter=alertname%3DHalted" | jq length)" = 5000 ]; }
within 60 "and those are there" alerts_there
expect "so is what was acknowledged before" all_there
start_gateway a "$WORK/a.log"
within 90 "the first comes back" ready_at "$URL_a"
within 60 "and takes its half again" owns "$URL_a" 2
done_with cluster
