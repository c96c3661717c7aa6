# What the checks of rollouts share: a simulated fleet behind a salt-api that is a process of its own and writes down what
# each node was told, a real Prometheus that scrapes it, people, and changes that go by emergency. Sourced, not run.

# serve_fleet NODES [OPTION…]: sets SALT, METRICS, CONTROL, PROM, FORMER, WANTED, BAD and RECORD
serve_fleet() {
  local nodes=$1 port
  shift
  mkdir -p "$WORK"
  git init -q -b main "$WORK/infra"
  git -C "$WORK/infra" config user.name Ada
  git -C "$WORK/infra" config user.email ada@tidegate.example
  git -C "$WORK/infra" config commit.gpgsign false
  FORMER=$(commit 4) WANTED=$(commit 16) BAD=$(commit 64)
  printf 'a password of the salt-api' >"$WORK/salt.password"
  RECORD=$WORK/record.ndjson
  "$ROOT/tidegate" build
  "$ROOT/tidegate" load fleet --nodes "$nodes" --staging 0 --seed 7 --revision "$FORMER" --bad-revision "$BAD" --record "$RECORD" \
    --password-file "$WORK/salt.password" --write-fleet "$WORK/fleet.yaml" --repository "$WORK/infra" \
    --trusted "ada@tidegate.example, rita@tidegate.example" "$@" >"$WORK/fleet.out" 2>&1 &
  FLEET=$!
  CHILDREN+=("$FLEET")
  within 60 "the simulated fleet is there" grep -q '"control":' "$WORK/fleet.out"
  METRICS=$(jq .metrics "$WORK/fleet.out")
  CONTROL=http://127.0.0.1:$(jq .control "$WORK/fleet.out")
  PROM=$(free_port)
  cat >"$WORK/prometheus.yml" <<CONFIG
global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: fleet
    static_configs: [{targets: ["127.0.0.1:$METRICS"]}]
CONFIG
  start_prometheus
}
commit() {
  printf 'service:\n  workers: %s\n' "$1" >"$WORK/infra/service.sls"
  git -C "$WORK/infra" add service.sls
  git -C "$WORK/infra" commit -q -m "Run $1 workers" -m "Reviewed-by: Rita <rita@tidegate.example>"
  git -C "$WORK/infra" rev-parse HEAD
}
break_it() { curl -sf -X POST "$CONTROL/$1" >/dev/null || fail "the fleet did not take /$1"; }

# what a gateway is given to use it
fleet_options() {
  printf '%s\n' --fleet "$WORK/fleet.yaml" --tidegate.servers.prom.kind=prometheus \
    --tidegate.servers.prom.url="http://127.0.0.1:$PROM" --tidegate.servers.prom.timeout=2s
}

# people: emil and eva execute (eva could watch, too), mona and max watch, ada writes
people() {
  person ada support-engineer
  person emil executor
  person eva executor monitor
  person mona monitor
  person max monitor
}
person() {
  local name=$1
  shift
  as ADMIN -f -o /dev/null -H 'Content-Type: application/json' "$URL/api/v1/users" \
    -d "$(jq -nc --arg name "$name" '{name: $name, tenant: "", roles: $ARGS.positional}' --args "$@")" || fail "no $name"
  declare -g "TOKEN_$name=$(as ADMIN -f -H 'Content-Type: application/json' "$URL/api/v1/tokens" \
    -d "{\"user\": \"$name\", \"name\": \"check\"}" | jq -er .token)"
}
# by NAME [CURL OPTION…]
by() {
  local token=TOKEN_$1
  shift
  curl -sS -m 20 -H "Authorization: Bearer ${!token}" -H 'Content-Type: application/json' "$@"
}

# One signal with a limit that fires at once. Nothing is compared: other rollouts run at the same time.
POLICY='{"name": "service", "interval": "1s", "snapshot": "5s", "ask": "5s", "waves": 3, "exposure": {"duration": "2s", "rounds": 2},
  "signals": [{"name": "errors", "prometheus": {"server": "prom", "query": "request_error_ratio{node=~\"$nodes\"}", "label": "node"},
    "limit": 0.05, "compare": false}]}'

# The twenty nodes of a block from 1 to 19, all racks among them. Three control nodes in a row vote together, and rollouts
# wait for one another there: blocks less than seven apart share none.
tens() { local place=$(($1 % 7 * 3 + $1 / 7)); printf '(%02d|%02d)' $((2 * place)) $((2 * place + 1)); }
block() { printf '{name=~"[a-z]+%s.", staging="false"}' "$(tens "$1")"; }
nodes_of() { curl -sf "$CONTROL/nodes" | jq -r --arg name "^[a-z]+$(tens "$1").$" '.[] | select(.name | test($name)) | .name'; }

# change NAME BLOCK STEPS [REVISION]: sets CHANGE_NAME to an emergency
change() {
  local name=$1 written
  written=$(jq -nc --arg title "change $name" --arg selector "$(block "$2")" --argjson steps "$3" --arg policy "$POLICY" \
    --arg revision "${4:-$WANTED}" --arg start "$(date -u +%Y-%m-%dT%H:%M:%SZ)" '{title: $title, reason: "a check",
      origin: {kind: "git", repository: "infra", revision: $revision}, states: ["service"], selector: $selector,
      plan: {steps: $steps}, seed: 7, policy: $policy, impact: "data-plane", start: $start}' |
    by ada -f -d @- "$URL/api/v1/changes") || fail "change $name was not written"
  declare -g "CHANGE_$name=$(jq -r .id <<<"$written")" "HASH_$name=$(jq -r .hash <<<"$written")"
}
emergency() {
  local change=CHANGE_$1 hash=HASH_$1
  by emil "$URL/api/v1/changes/${!change}/emergency" -d "{\"hash\": \"${!hash}\", \"reason\": \"a check\"}"
}
# begin NAME [EXECUTOR [MORE]]: sets ROLLOUT_NAME; MORE is JSON beside soak and nodeTimeout
begin() {
  local name=$1 change=CHANGE_$1 hash=HASH_$1
  declare -g "ROLLOUT_$name=$(jq -nc --arg change "${!change}" --arg hash "${!hash}" --argjson more "${3:-{\}}" \
    '{change: $change, hash: $hash, soak: "PT2S", nodeTimeout: "PT60S", tolerated: 0.05} + $more' |
    by "${2:-emil}" -f -d @- "$URL/api/v1/rollouts" | jq -er .id)" || fail "rollout $name did not begin"
}
# opened NAME: mona has its health stream open, and opens it again whenever it ends
opened() {
  local id=ROLLOUT_$1
  # the address is looked up each time: another gateway may be there by then
  (
    trap 'kill $! 2>/dev/null; exit' TERM
    while :; do
      curl -sN -H "Authorization: Bearer $TOKEN_mona" -H 'Accept: application/x-ndjson' \
        "$(cat "$WORK/url")/api/v1/rollouts/${!id}/health" >>"$WORK/$1.health" 2>/dev/null &
      wait $! || true
      sleep 0.2
    done
  ) &
  declare -g "STREAM_$1=$!"
  CHILDREN+=($!)
}
closed() {
  local pid=STREAM_$1
  kill "${!pid}" 2>/dev/null || true
}
acknowledged() { tell mona "$1" monitor | jq -e .rollout >/dev/null; }
# ready_to_go NAME BLOCK STEPS [REVISION [MORE]]: all that is missing is the monitor's word
ready_to_go() {
  change "$1" "$2" "$3" "${4:-}"
  emergency "$1" | jq -e '.state == "emergency"' >/dev/null || fail "change $1 may not go"
  begin "$1" emil "${5:-{\}}"
  opened "$1"
}
# go NAME…: at once
go() {
  for name in "$@"; do within 30 "rollout $name is acknowledged by its monitor" acknowledged "$name"; done
}
# tell PERSON NAME WHAT [REASON]
tell() {
  local id=ROLLOUT_$2
  by "$1" -X POST "$URL/api/v1/rollouts/${!id}/$3" ${4:+-d "{\"reason\": \"$4\"}"}
}
rollout() {
  local id=ROLLOUT_$1
  by mona -f "$URL/api/v1/rollouts/${!id}"
}
# is NAME JQ: what holds of a rollout
is() { rollout "$1" | jq -e "$2"; }
at() { is "$1" ".phase == \"$2\" and .wave == ${3:-.wave}"; }
ended() { is "$1" ".phase == \"$2\""; }
story() {
  local id=ROLLOUT_$1
  by mona -f "$URL/api/v1/rollouts/${!id}/story" | jq -r .text
}

# orders NAME JQ [OPTION…]: over what the nodes of a rollout were told and did
orders() {
  local id=ROLLOUT_$1 query=$2
  shift 2
  jq -s -e "$@" --arg rollout "${!id}" "[.[] | select(.rollout == \$rollout)] | $query" "$RECORD"
}
# once NAME FORWARD BACK: so many nodes were told to go each way, each once, and did it once
once() {
  orders "$1" '[.[] | {node, direction, what}] | group_by([.direction, .what]) |
    map({key: (.[0].direction + " " + .[0].what), value: {nodes: (map(.node) | unique | length), times: length}}) | from_entries |
    . == ({} + (if '"$2"' > 0 then {"forward told": {nodes: '"$2"', times: '"$2"'}, "forward ran": {nodes: '"$2"', times: '"$2"'}} else {} end)
             + (if '"$3"' > 0 then {"back told": {nodes: '"$3"', times: '"$3"'}, "back ran": {nodes: '"$3"', times: '"$3"'}} else {} end))'
}
# told NAME DIRECTION: how many orders nodes were given
told() { orders "$1" "[.[] | select(.what == \"told\" and .direction == \"$2\")] | length" || true; }
told_more() { [ "$(told "$1" "$2")" -gt "$3" ]; }
# have BLOCK REVISION COUNT: so many nodes of a block have a revision
have() {
  curl -sf "$CONTROL/nodes" | jq -e --arg name "^[a-z]+$(tens "$1").$" --arg revision "$2" \
    "[.[] | select((.name | test(\$name)) and .revision == \$revision)] | length == $3"
}
audited() { as ADMIN -f "$URL/api/v1/audit/verify" | jq -e '.sound and .records > 50'; }
