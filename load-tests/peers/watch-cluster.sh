#!/usr/bin/env bash
# A watch is opened at one of two gateways and read at the other: its frames cross over Kafka. The one that runs it is
# killed with -9, and the other goes on. Then that one is halted until it was replaced, and wakes up: it has lost the watch.
. "$(dirname "$0")/common.sh"
need prometheus curl jq
serve_nodes
start_servers
server=(--tidegate.servers.prom.kind=prometheus --tidegate.servers.prom.url="http://127.0.0.1:$PROM" --tidegate.servers.prom.timeout=2s)
start_gateway a "$WORK/a.log" "${server[@]}"
start_gateway b "$WORK/b.log" "${server[@]}"
within 90 "the first is ready" ready_at "$URL_a"
within 90 "the second is ready" ready_at "$URL_b"

policy='{"name": "latency", "interval": "1s", "snapshot": "10s", "ask": "5s", "exposure": {"duration": "3s", "rounds": 3},
  "signals": [{"name": "latency", "prometheus": {"server": "prom", "query": "latency_seconds{node=~\"$nodes\"}", "label": "node"},
    "limit": 10, "compare": false}]}'
jq -n --argjson policy "$policy" '{name: "shared", policy: $policy, watched: ["cmp1", "cmp2"], control: ["cmp3"]}' >"$WORK/open.json"
WATCH=$(as ADMIN -f -X POST -H 'Content-Type: application/json' -d @"$WORK/open.json" "$URL_a/api/v1/watches" | jq -er .id) ||
  fail "the watch was not opened"
watch() { as READ -f "$1/api/v1/watches/$WATCH"; }
says() { watch "$1" | jq -e --arg verdict "$2" '.verdict.verdict == $verdict'; }
runs_at() { watch "$1" | jq -e --arg port ":${2##*:}" '.runsAt // "" | endswith($port)'; }
history() { watch "$1" | jq -c '[.history[] | [.number, .at, .verdict]]'; }
# follow URL FILE: the stream as lines
follow() {
  as READ -N -H 'Accept: application/x-ndjson' "$1/api/v1/watches/$WATCH/stream" >"$2" 2>/dev/null &
  CHILDREN+=($!)
}
frames() { grep -c '"event":"frame"' "$1" || true; }
more_than() { [ "$(frames "$1")" -gt "$2" ]; }
# the last line may be half written
numbers() { grep -E '"event":"(frame|verdict|catching-up|asked|answered)".*}$' "$1" | jq -s '[.[].data.seq]'; }
rising() { numbers "$1" | jq -e 'length > 3 and . == unique'; }
gapless() { history "$1" | jq -e --argjson most "$2" '[.[][0]] == [range(1; $most + 1)]'; }
verdicts() { grep '"event":"verdict"' "$1" | jq -s -c '[.[].data | [.number, .verdict.verdict]]'; }
# within the lease of 8 s, the beat of 2 s, and what reading the past takes
takes_over() {
  local begin=$1 had=$2 file=$3
  until more_than "$file" "$had"; do
    [ $(($(date +%s%3N) - begin)) -lt 20000 ] || fail "no frame within 20 s"
    sleep 0.1
  done
  say "  frames went on after $(($(date +%s%3N) - begin)) ms"
}

follow "$URL_b" "$WORK/at-b"
within 60 "what runs at the first is healthy at the second" says "$URL_b" healthy
expect "it runs at the first" runs_at "$URL_b" "$URL_a"
within 30 "its frames are read at the second" more_than "$WORK/at-b" 3
before=$(history "$URL_b")

killed=$(date +%s%3N)
{ kill -9 "$PID_a" && wait "$PID_a"; } 2>/dev/null || true
had=$(frames "$WORK/at-b")
takes_over "$killed" "$((had + 1))" "$WORK/at-b" # one may still have been under way
expect "it runs at the second" runs_at "$URL_b" "$URL_b"
within 30 "it is healthy there" says "$URL_b" healthy
expect "numbers of facts rise all the way" rising "$WORK/at-b"
expect "what was decided is decided no second time" test "$(history "$URL_b" | jq -c ".[0:$(jq length <<<"$before")]")" = "$before"

start_gateway a "$WORK/a.log" "${server[@]}"
within 90 "the first comes back" ready_at "$URL_a"
expect "and leaves the watch where it is" runs_at "$URL_a" "$URL_b"
follow "$URL_a" "$WORK/at-a"
within 30 "its readers have frames of the second" more_than "$WORK/at-a" 3

halted=$(date +%s%3N)
kill -STOP "$PID_b"
had=$(frames "$WORK/at-a")
takes_over "$halted" "$((had + 1))" "$WORK/at-a"
expect "it runs at the first again" runs_at "$URL_a" "$URL_a"
metric 0.2 50
within 30 "the first finds that a limit is crossed" says "$URL_a" unhealthy
kill -CONT "$PID_b"
within 60 "the second is ready again" ready_at "$URL_b"
sleep 5 # more than two beats: time enough to do harm
had=$(frames "$WORK/at-b")
within 30 "its readers have frames of the first" more_than "$WORK/at-b" "$((had + 3))"
expect "the watch stays at the first" runs_at "$URL_a" "$URL_a"
last=$(history "$URL_a" | jq length)
expect "verdicts are numbered 1 to $last" gapless "$URL_a" "$last"
expect "both tell the same" test "$(history "$URL_a")" = "$(history "$URL_b")"
expect "numbers rise for readers at the first" rising "$WORK/at-a"
expect "and at the second, which was halted" rising "$WORK/at-b"
expect "no reader was told a verdict twice" bash -c "[ '$(verdicts "$WORK/at-b" | jq length)' = '$(verdicts "$WORK/at-b" | jq 'unique | length')' ]"
expect "Unhealthy was told once at each" test "$(verdicts "$WORK/at-a" | jq '[.[] | select(.[1] == "unhealthy")] | length')$(verdicts "$WORK/at-b" | jq '[.[] | select(.[1] == "unhealthy")] | length')" = 11
done_with watch-cluster
