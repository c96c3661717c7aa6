#!/usr/bin/env bash
# Rollouts at two gateways on a Kafka and a PostgreSQL that are not theirs. The one that runs them is killed with -9, and the
# other goes on. Then that one is halted until it was replaced, and wakes up: it sends nothing. No node is told twice.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/shared/rollouts.sh"
need prometheus curl jq git
serve_fleet 200 --work-ms 600
start_servers
mapfile -t options < <(fleet_options)
start_gateway a "$WORK/a.log" "${options[@]}"
start_gateway b "$WORK/b.log" "${options[@]}"
within 90 "the first is ready" ready_at "$URL_a"
within 90 "the second is ready" ready_at "$URL_b"
use() {
  local url=URL_$1
  URL=${!url}
  printf '%s' "$URL" >"$WORK/url"
}
use a
people

# runs NAME: which gateway has begun to run it last
runs() {
  local id=ROLLOUT_$1
  grep -h "runs rollout ${!id} " "$WORK/a.log" "$WORK/b.log" | sed 's/.*epoch \([0-9]*\).*/\1/' | sort -n | tail -n 1 >"$WORK/epoch"
  grep -l "runs rollout ${!id} .*epoch $(cat "$WORK/epoch")\$" "$WORK/a.log" "$WORK/b.log" | sed 's/.*\/\(.\)\.log$/\1/'
}
other() { [ "$1" = a ] && printf b || printf a; }
runs_at() { [ "$(runs "$1")" = "$2" ]; }
begun() { [ -n "$(runs "$1")" ]; }

ready_to_go A 1 '["1", "4", "rest"]'
go A
within 30 "somebody runs it" begun A
owner=$(runs A)
use "$(other "$owner")"
ready_to_go B 2 '["1", "rest"]' "" '{"soak": "PT30S"}'
go B
within 60 "the second wave is under way" told_more A forward 2
pid=PID_$owner
killed=$(date +%s%3N)
{ kill -9 "${!pid}" && wait "${!pid}"; } 2>/dev/null || true
within 60 "the other runs it after a kill -9" runs_at A "$(other "$owner")"
say "  after $(($(date +%s%3N) - killed)) ms"

# The other one is halted while Salt has told the nodes and not answered yet, and wakes up when it was replaced.
start_gateway "$owner" "$WORK/$owner.log" "${options[@]}"
url=URL_$owner
within 90 "the first comes back" ready_at "${!url}"
within 60 "the third wave is under way" told_more A forward 6
before=$(told A forward)
break_it salt/delay/500
within 60 "another order was told" told_more A forward "$before"
halted=$(date +%s%3N)
zombie=$(other "$owner")
pid=PID_$zombie
kill -STOP "${!pid}"
break_it salt/delay/0
use "$owner"
within 60 "the first runs it after the other was halted" runs_at A "$owner"
say "  after $(($(date +%s%3N) - halted)) ms"
before=$(told A forward)
within 60 "and sends the next orders" told_more A forward "$before"
kill -CONT "${!pid}"
url=URL_$zombie
within 60 "the halted one is ready again" ready_at "${!url}"
expect "a person pulls the other rollout back" jq -e '.said == "pulling back"' <(tell emil B pull-back "enough")
within 60 "it ends: pulled back" ended B pulled-back
within 60 "the first ends: done" ended A done
touched=$(orders B '[.[] | select(.direction == "forward") | .node] | unique | length')
expect "20 nodes were told once" once A 20 0
expect "$touched nodes were told once, and once to go back" once B "$touched" "$touched"
expect "all of the first have the new revision" have 1 "$WANTED" 20
expect "all of the second have the former one" have 2 "$FORMER" 20
stories() { [ "$(story A)" = "$(use "$zombie" && story A)" ]; }
expect "both tell the same story" stories
expect "the audit's chain is sound" audited
done_with rollout-cluster
