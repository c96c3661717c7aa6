#!/usr/bin/env bash
# A change's whole way with real processes: a gateway, a salt-api before 400 simulated nodes that outlives it and counts what
# each node is told, and a Prometheus. Each of them is killed while waves are under way; nodes die; people disagree.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/shared/rollouts.sh"
need prometheus curl jq git
serve_fleet 400 --work-ms 600 --bad-from 8
mapfile -t options < <(fleet_options)
start_tidegate "${options[@]}"
printf '%s' "$URL" >"$WORK/url"
people

# crash NAME…: the gateway is killed with everything it started, comes back, and these rollouts' stories go on
crash() {
  pkill -9 -P "$TIDEGATE_PID" 2>/dev/null || true
  kill -9 "$TIDEGATE_PID"
  wait "$TIDEGATE_PID" 2>/dev/null || true
  break_it salt/delay/0
  start_tidegate "${options[@]}"
  for name in "$@"; do within 30 "the story of $name goes on where it was" goes_on "$name"; done
}
remember() { for name in "$@"; do rollout "$name" | jq -c '[.events[] | [.seq, .at, .text]]' >"$WORK/$name.before"; done; }
goes_on() { rollout "$1" | jq -e --slurpfile before "$WORK/$1.before" '[.events[] | [.seq, .at, .text]][0:($before[0] | length)] == $before[0]'; }

say "The gateway is killed with -9"
steps='["1", "3", "rest"]'
ready_to_go A 1 "$steps"
ready_to_go B 2 "$steps" "" '{"soak": "PT6S"}'
ready_to_go C 3 '["1", "rest"]' "" '{"soak": "PT12S"}'
go A B C
remember A B C
before=$(told A forward)
break_it salt/delay/500
within 60 "an order was told to nodes, and the gateway does not know yet" told_more A forward "$before"
crash A B C
within 60 "nodes of the third wave are in flight" is A '.wave == 3 and any(.waves[2].nodes[]; .state == "in-flight")'
remember A B C
crash A B C
within 60 "another reaches its third wave" at B applying 3
expect "a monitor holds it" jq -e '.said == "held"' <(tell mona B hold "wait a moment")
within 60 "and one soaks" at C soaking 2
remember A B C
break_it salt/delay/500
expect "what is held is pulled back by a person" jq -e '.said == "pulling back"' <(tell emil B pull-back "too slow")
within 60 "an order back was told to nodes" told_more B back 0
crash A B C
within 60 "the first ends: done" ended A done
within 60 "the second ends: pulled back" ended B pulled-back
within 60 "the third ends: done" ended C done
touched=$(orders B '[.[] | select(.direction == "forward") | .node] | unique | length')
expect "20 nodes of the first were told once" once A 20 0
expect "20 nodes of the third were told once" once C 20 0
expect "$touched nodes of the second were told once, and once to go back" once B "$touched" "$touched"
expect "all of the first have the new revision" have 1 "$WANTED" 20
expect "all of the second have the former one" have 2 "$FORMER" 20
expect "the audit's chain is sound" audited

say "What does not begin"
refused() { jq -e --argjson status "$1" --arg words "$2" '.status == $status and (.detail // "" | test($words))' <<<"$3"; }
blocked() { rollout "$1" | jq -e --arg words "$2" '(.held // "") + (.blocked // "") | test($words)'; }
untouched() { is "$1" '[.waves[].nodes[].state] | all(. == "untouched")' && [ "$(told "$1" forward)" = 0 ]; }
written() {
  change "$1" "$2" '["1", "rest"]'
  emergency "$1" >"$WORK/answer"
  begin "$1" "${3:-emil}" "${4:-{\}}"
}
break_it "nodes/$(nodes_of 4 | sed -n 1p)/become/$(printf 'd%.0s' {1..40})"
written unknown 4
dead=$(nodes_of 5 | sed -n 1p)
break_it "nodes/$dead/die"
written silent 5
written own 6 eva
written alone 7 emil '{"soak": "PT20S"}'
change over 7 '["1", "rest"]'
expect "a change of the same nodes is refused, and names the other" refused 409 "$CHANGE_alone" "$(emergency over)"
expect "an executor may not answer as a monitor" refused 403 "monitor" "$(tell emil alone monitor)"
expect "nor one who is a monitor too, of the own rollout" refused 409 "eva executes this rollout" "$(tell eva own monitor)"
expect "an acknowledgement is for what was seen" refused 409 "open the health stream" "$(tell mona alone monitor)"
within 30 "nobody watches: it waits, and says so" blocked alone "nobody watches"
opened alone
within 30 "nobody has acknowledged: it waits, and says so" blocked alone "has not acknowledged"
within 30 "a way back to a revision that nobody knows: it is held, and says so" blocked unknown "way back is not there.*has no commit dddd"
within 40 "a node does not say what it has: it is held, and says so" blocked silent "1 of 20 nodes do not say what they have now.*$dead"
for name in unknown silent own alone; do expect "no node of $name was touched" untouched "$name"; done
within 30 "a monitor who has seen it lets it begin" acknowledged alone
within 60 "its first wave soaks" at alone soaking 1
closed alone

say "Salt is away in the middle of a wave"
ready_to_go S 8 '["1", "rest"]'
ready_to_go T 9 '["1", "rest"]'
ready_to_go U 10 '["1", "rest"]'
go S T U
within 60 "the second wave of one is under way" told_more S forward 1
within 60 "and that of another" told_more U forward 1
break_it salt/stop
for name in S T U; do within 30 "$name waits, and says why" blocked "$name" "target salt does not answer"; done
expect "it can be held" jq -e '.said == "held"' <(tell mona S hold "Salt is away")
expect "and let go on" jq -e '.said == "resumed"' <(tell emil S resume)
expect "it can be aborted" jq -e '.rollout.phase == "aborted"' <(tell emil T abort "Salt is away")
expect "it can be pulled back" jq -e '.rollout.phase == "pulling-back"' <(tell emil U pull-back "Salt is away")
aborted=$(told T forward)
before=$(wc -l <"$RECORD")
break_it salt/start
within 60 "Salt is back, and what waited ends: done" ended S done
within 60 "what was pulled back ends, too" ended U pulled-back
touched=$(orders U '[.[] | select(.direction == "forward") | .node] | unique | length')
expect "20 nodes were told once" once S 20 0
expect "$touched nodes were told once, and once to go back" once U "$touched" "$touched"
expect "nobody was told anything after the abort" test "$(told T forward)" = "$aborted"
expect "and the former revision is where it was pulled back" have 10 "$FORMER" 20

within 60 "a wave without its monitor soaks on, and says so" blocked alone "nobody watches"

say "Prometheus is away while waves soak"
ready_to_go P 11 '["10", "rest"]' "" '{"soak": "PT8S"}'
ready_to_go Q 12 '["10", "rest"]' "" '{"soak": "PT8S"}'
ready_to_go R 13 '["10", "rest"]' "" '{"soak": "PT8S"}'
go P Q R
for name in P Q R; do within 60 "the first wave of $name soaks" at "$name" soaking 1; done
{ kill -9 "$PROMETHEUS" && wait "$PROMETHEUS"; } 2>/dev/null || true
for name in P Q R; do within 30 "$name waits, and says why" blocked "$name" "health is not known to be good"; done
expect "it can be held" jq -e '.said == "held"' <(tell mona P hold "nobody sees anything")
expect "and let go on" jq -e '.said == "resumed"' <(tell emil P resume)
expect "it can be aborted" jq -e '.rollout.phase == "aborted"' <(tell emil Q abort "nobody sees anything")
expect "it can be pulled back" jq -e '.rollout.phase == "pulling-back"' <(tell emil R pull-back "nobody sees anything")
within 60 "which goes all the way without Prometheus" ended R pulled-back
expect "and 10 nodes were told once to go back" once R 10 10
expect "what waits was never pulled back" at P soaking 1
start_prometheus
within 60 "Prometheus is back, and what waited goes on" is P '.wave == 2'

say "People, dead nodes, and finished waves"
ready_to_go E 15 '["1", "rest"]' "" '{"soak": "PT8S"}'
ready_to_go D 19 '["1", "rest"]'
ready_to_go F 16 '["1", "4", "10", "rest"]' "" '{"soak": "PT4S"}'
go E
within 60 "the way back of one is known, and it begins" is E '.phase != "waiting"'
mapfile -t dead < <(rollout E | jq -r '.waves[1].nodes[].name' | sort | tail -n 4)
for node in "${dead[@]}"; do break_it "nodes/$node/die"; done
expect "four nodes of 20 die before they are told" test "$(told E forward)" = 1
go D F
within 60 "another is in its second wave" is D '.wave == 2'
expect "it is held by a monitor" jq -e '.said == "held"' <(tell mona D hold "let us talk")
tell emil D pull-back "away with it" >"$WORK/first" & pressed=$!
tell eva D resume >"$WORK/second" & resumed=$!
tell mona D pull-back "away with it" >"$WORK/third" & again=$!
wait $pressed $resumed $again
said() { jq -r '.said // .detail' "$WORK/first" "$WORK/second" "$WORK/third"; }
expect "two press pull-back: one does it, the other is told" test "$(said | grep -c 'pulling back$'),$(said | grep -c 'it is being pulled back already')" = 1,1
expect "one presses resume meanwhile: it came first, or is told" grep -Eq 'resumed|it is being pulled back$' <(jq -r .said "$WORK/second")
say "  $(said | paste -sd'|')"
within 60 "three waves of another are finished" is F '.wave == 4'
within 60 "it ends: pulled back" ended D pulled-back
expect "the three are pulled back, and the fourth" jq -e '.said == "pulling back"' <(tell emil F pull-back "all of it")
within 60 "they are back" ended F pulled-back
waves_back() { # the waves of those who were told to go back, in the order in which they were told
  rollout F | jq -c '[.waves[] | .number as $wave | .nodes[] | {key: .name, value: $wave}] | from_entries' >"$WORK/waves"
  orders F '[.[] | select(.what == "told" and .direction == "back") | $waves[0][.node]] |
    length >= 15 and (unique | .[0:3]) == [1, 2, 3] and . == (sort | reverse)' --slurpfile waves "$WORK/waves"
}
expect "newest first, each node once" waves_back
expect "and each is proven" is F '[.waves[].nodes[] | select(.state == "back" and (.detail | startswith("has '"$FORMER"'")))] | length >= 15'
expect "as the nodes themselves say" have 16 "$FORMER" 20
opened alone
within 60 "its monitor is back: it goes on and ends" ended alone done
within 60 "dead nodes stop a wave, and it says so" is E '(.blocked // "") + (.held // "") | test("cannot be seen, no more nodes are touched|could not be brought back")'
dead_are() { rollout E | jq -e '[.waves[1].nodes[] | select(.name | IN($ARGS.positional[])) | .state] | length == 4 and (any(. == "proven" or . == "back") | not)' --args "${dead[@]}"; }
expect "none of them is done, or back" dead_are
say "  $(rollout E | jq -r '(.held // "") + (.blocked // "")')"

say "A limit is crossed in the middle of a wave"
ready_to_go Z 17 '["1", "rest"]' "$BAD"
go Z
within 60 "it is pulled back by itself" at Z pulling-back 2
within 60 "and ends" ended Z pulled-back
crossing() { # when a probe saw it, when it was scraped, the last order forward after that, the first back: milliseconds
  as READ -f "$URL/api/v1/watches/$ROLLOUT_Z.w2" >"$WORK/watch"
  seen=$(jq -r '[.history[] | select(.verdict == "unhealthy")][0].at | sub("\\.[0-9]*Z$"; "Z") | fromdate * 1000' "$WORK/watch")
  seen=$((seen + 10#$(jq -r '[.history[] | select(.verdict == "unhealthy")][0].at | capture("\\.(?<ms>[0-9]{3})") | .ms' "$WORK/watch")))
  scraped=$(curl -sf "127.0.0.1:$PROM/api/v1/query_range" --data-urlencode 'query=max(request_error_ratio) > 0.05' \
    -d "start=$((seen / 1000 - 20))&end=$((seen / 1000 + 1))&step=0.1" | jq '[.data.result[].values[][0]] | min * 1000 | floor')
  last=$(orders Z '[.[] | select(.what == "told" and .direction == "forward") | .at] | max')
  first=$(orders Z '[.[] | select(.what == "told" and .direction == "back") | .at] | min')
}
crossing
say "  scraped $((seen - scraped)) ms before a probe saw it; the last order forward $((last - seen)) ms after that, the first back $((first - seen)) ms"
expect "no order forward later than 1 s after a probe saw it" test $((last - seen)) -le 1000
expect "the first order back within 5 s" test $((first - seen)) -le 5000
for node in "${dead[@]}"; do break_it "nodes/$node/revive"; done
expect "a person pulls it back" jq -e .said <(tell emil E pull-back "four are dead")
tell emil E resume >"$WORK/answer" # in case it was held because of them
within 60 "it ends: pulled back" ended E pulled-back
expect "every node has the former revision" have 15 "$FORMER" 20
expect "the audit's chain is sound" audited
say "  $(as ADMIN "$URL/api/v1/audit/verify")"
done_with rollout
