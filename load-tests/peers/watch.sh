#!/usr/bin/env bash
# A watch on a real Prometheus: healthy, then a limit is crossed; Prometheus is killed and brought back under another
# watch, and InfluxDB under a third; then the gateway is killed with -9, and they go on where they were.
. "$(dirname "$0")/common.sh"
need prometheus influxd curl jq
serve_nodes

INFLUX=$(free_port)
cat >"$WORK/influxdb.conf" <<CONFIG
reporting-disabled = true
bind-address = "127.0.0.1:$(free_port)"
[meta]
dir = "$WORK/influx/meta"
[data]
dir = "$WORK/influx/data"
wal-dir = "$WORK/influx/wal"
[http]
bind-address = "127.0.0.1:$INFLUX"
CONFIG
start_influx() {
  influxd run -config "$WORK/influxdb.conf" >>"$WORK/influxd.log" 2>&1 &
  INFLUXD=$!
  CHILDREN+=("$INFLUXD")
}
influx_answers() { curl -sf "127.0.0.1:$INFLUX/ping"; }
start_influx
within 30 "InfluxDB answers" influx_answers
curl -sf "127.0.0.1:$INFLUX/query" --data-urlencode 'q=CREATE DATABASE fleet' >/dev/null || fail "InfluxDB has no database"
while sleep 0.3; do
  printf 'latency,host=%s v=0.2\n' cmp1 cmp2 cmp3 | curl -s "127.0.0.1:$INFLUX/write?db=fleet" --data-binary @- >/dev/null || true
done &
CHILDREN+=($!)

server=(--tidegate.servers.influx.kind=influx --tidegate.servers.influx.url="http://127.0.0.1:$INFLUX" --tidegate.servers.influx.timeout=2s
  --tidegate.servers.prom.kind=prometheus --tidegate.servers.prom.url="http://127.0.0.1:$PROM" --tidegate.servers.prom.timeout=2s)
start_tidegate "${server[@]}"

cat >"$WORK/policy.yaml" <<'POLICY'
name: latency
interval: 1s
snapshot: 10s
ask: 5s
exposure: {duration: 3s, rounds: 3}
signals:
  - name: latency
    unit: s
    prometheus: {server: prom, query: 'latency_seconds{node=~"$nodes"}', label: node}
    limit: 10
    compare: false
POLICY
sed "s/prometheus: .*/influx: {server: influx, database: fleet, query: 'SELECT mean(\"v\") FROM \"latency\" WHERE \$where GROUP BY \"host\"'}/" \
  "$WORK/policy.yaml" >"$WORK/influx.yaml"
for policy in policy influx; do
  jq -n --rawfile policy "$WORK/$policy.yaml" '{name: "peer", policy: $policy, watched: ["cmp1", "cmp2"], control: ["cmp3"]}' >"$WORK/$policy.json"
done
open_watch() { as ADMIN -f -X POST -H 'Content-Type: application/json' -d @"$WORK/${1:-policy}.json" "$URL/api/v1/watches" | jq -er .id; }
watch() { as READ -f "$URL/api/v1/watches/$1"; }
says() { watch "$1" | jq -e --arg verdict "$2" '.verdict.verdict == $verdict'; }
first() { says "$FIRST" "$1"; }

expect "a reader may not open a watch" bash -c "[ \$(curl -s -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer $TIDEGATE_READ_TOKEN' -X POST -d @$WORK/policy.json $URL/api/v1/watches) = 403 ]"
sed 's/server: prom,/server: elsewhere,/' "$WORK/policy.yaml" >"$WORK/elsewhere.yaml"
jq -n --rawfile policy "$WORK/elsewhere.yaml" '{policy: $policy, watched: ["cmp1"]}' >"$WORK/elsewhere.json"
as ADMIN -X POST -d @"$WORK/elsewhere.json" "$URL/api/v1/watches" >"$WORK/refused"
expect "a server that is not configured is refused when opening" grep -q 'elsewhere' "$WORK/refused"

FIRST=$(open_watch) || fail "the watch was not opened"
as READ -N -H 'Accept: text/event-stream' "$URL/api/v1/watches/$FIRST/stream" >"$WORK/sse" 2>/dev/null &
CHILDREN+=($!)
within 60 "a healthy watch says so" first healthy
frames() { [ "$(grep -c '^event: frame' "$WORK/sse")" -ge "$1" ]; }
within 30 "a frame comes each second" frames 5

metric 0.2 50
broke=$(date +%s%3N)
sse_unhealthy() { grep -A2 '^event: verdict' "$WORK/sse" | grep -q '"verdict":"unhealthy"'; }
until sse_unhealthy; do [ $(($(date +%s%3N) - broke)) -lt 15000 ] || fail "no Unhealthy on the stream"; sleep 0.05; done
say "  Unhealthy was on the stream $(($(date +%s%3N) - broke)) ms after the exporter changed (scraped each 1 s, asked each 1 s)"
metric 0.2 0.3
within 10 "the verdict is stored with its cause and its query" bash -c "curl -s -H 'Authorization: Bearer $TIDEGATE_READ_TOKEN' $URL/api/v1/watches/$FIRST | jq -e '.history[-1] | .verdict == \"unhealthy\" and .cause == \"limit\" and (.report.signals[0].source.query | contains(\"latency_seconds\"))'"

sleep 12 # until the snapshot of the next watch is a good one again
SECOND=$(open_watch) || fail "the second watch was not opened"
second() { says "$SECOND" "$1"; }
within 60 "the second watch is healthy" second healthy
as READ -N -H 'Accept: application/x-ndjson' "$URL/api/v1/watches/$SECOND/stream" >"$WORK/ndjson" 2>/dev/null &
CHILDREN+=($!)
kill -9 "$PROMETHEUS"
within 30 "without Prometheus it is Inconclusive" second inconclusive
expect "and says why in a sentence" bash -c "curl -s -H 'Authorization: Bearer $TIDEGATE_READ_TOKEN' $URL/api/v1/watches/$SECOND | jq -e '.verdict.doubt == \"evidence\" and (.verdict.reason | length > 20)'"
asked() { grep -q '"event":"asked"' "$WORK/ndjson"; }
within 30 "the engineer is asked" asked
before=$(grep -c '"event":"frame"' "$WORK/ndjson")
sleep 3
expect "frames go on without evidence" bash -c "[ \$(grep -c '\"event\":\"frame\"' $WORK/ndjson) -gt $before ]"
start_prometheus
answered() { grep -q '"event":"answered"' "$WORK/ndjson"; }
within 60 "evidence is back, and it is told" answered
within 60 "the second watch is healthy again" second healthy
expect "it was never Unhealthy" bash -c "! grep -q '\"verdict\":\"unhealthy\"' $WORK/ndjson"

THIRD=$(open_watch influx) || fail "the watch on InfluxDB was not opened"
third() { says "$THIRD" "$1"; }
within 60 "a watch on InfluxDB is healthy" third healthy
as READ -N -H 'Accept: application/x-ndjson' "$URL/api/v1/watches/$THIRD/stream" >"$WORK/influx.ndjson" 2>/dev/null &
CHILDREN+=($!)
kill -9 "$INFLUXD"
within 30 "without InfluxDB it is Inconclusive" third inconclusive
start_influx
within 60 "with InfluxDB it is healthy again" third healthy
expect "and was never Unhealthy" bash -c "! grep -q '\"verdict\":\"unhealthy\"' $WORK/influx.ndjson"

history() { watch "$1" | jq -c '[.history[] | [.number, .at, .verdict]]'; }
first_before=$(history "$FIRST")
second_before=$(history "$SECOND")
pkill -9 -P "$TIDEGATE_PID" 2>/dev/null || true
kill -9 "$TIDEGATE_PID"
wait "$TIDEGATE_PID" 2>/dev/null || true
start_tidegate "${server[@]}"
goes_on() { watch "$1" | jq -e '.state == "open" and .lastFrame.verdict.verdict == "'"$2"'"'; }
within 60 "after kill -9 the first watch goes on, still Unhealthy" goes_on "$FIRST" unhealthy
within 60 "and the second, Healthy" goes_on "$SECOND" healthy
within 60 "and the third, on InfluxDB" goes_on "$THIRD" healthy
expect "the first has the same history" test "$(history "$FIRST")" = "$first_before"
say "  second before: $second_before"
expect "what was decided of the second is decided no second time" bash -c "[ '$(history "$SECOND" | jq -c ".[0:$(jq length <<<"$second_before")]")' = '$second_before' ]"

as ADMIN -f -X DELETE "$URL/api/v1/watches/$FIRST?reason=enough" >"$WORK/closed"
expect "closing says who and why, and the record stays" jq -e '.state == "closed" and .closedBy == "admin" and .closeReason == "enough" and (.history | length > 1)' "$WORK/closed"
expect "the list is filtered" bash -c "curl -s -H 'Authorization: Bearer $TIDEGATE_READ_TOKEN' '$URL/api/v1/watches?state=open' | jq -e '[.items[].id] | sort == ([\"$SECOND\", \"$THIRD\"] | sort)'"
done_with watch
