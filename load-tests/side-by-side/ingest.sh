#!/usr/bin/env bash
# Tidegate and Debian's Alertmanager in turn on the same machine with the same generator. Says alerts per second that got
# their 200, latencies and resident memory of each, and the ratio; then kills Tidegate with -9, starts it again and counts
# what is there.
#   ./tidegate bench ingest [--seconds 20] [--connections 16] [--rounds 2] [--at-least RATIO]
. "$(dirname "$0")/../peers/common.sh"
SECONDS_EACH=20 CONNECTIONS=16 ROUNDS=2 AT_LEAST=
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) SECONDS_EACH=$2; shift 2 ;;
    --connections) CONNECTIONS=$2; shift 2 ;;
    --rounds) ROUNDS=$2; shift 2 ;;
    --at-least) AT_LEAST=$2; shift 2 ;;
    *) say "usage: bench ingest [--seconds N] [--connections N] [--rounds N] [--at-least RATIO]"; exit 2 ;;
  esac
done
need wrk prometheus-alertmanager curl jq
LUA=$(dirname "$0")/alerts.lua

tree_memory() { # resident MiB of a process and all below it; what several share counts once (Pss)
  local all=0 pids=$1 next
  while [ -n "$pids" ]; do
    next=
    for pid in $pids; do
      all=$((all + $(awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup" 2>/dev/null || echo 0)))
      next="$next $(cat /proc/"$pid"/task/*/children 2>/dev/null || true)"
    done
    pids=$(echo $next)
  done
  echo $((all / 1024))
}
load() { # load URL PATH SECONDS
  wrk -t1 -c"$CONNECTIONS" -d"$3"s --latency -s "$LUA" "$1$2" | awk '/^RESULT/ {print $2, $3, $4, $5}'
}

# Alertmanager
AM=$(free_port)
printf 'route: {receiver: default, group_by: [alertname, cluster]}\nreceivers: [{name: default}]\n' >"$WORK/am.yml"
prometheus-alertmanager --config.file="$WORK/am.yml" --storage.path="$WORK/am" --cluster.listen-address= \
  --web.listen-address="127.0.0.1:$AM" --log.level=error >"$WORK/am.log" 2>&1 &
AM_PID=$!
CHILDREN+=("$AM_PID")
within 20 "Alertmanager is up" curl -sf "127.0.0.1:$AM/-/ready"
start_tidegate

say "warming up, 10 s each"
load "http://127.0.0.1:$AM" /api/v2/alerts 10 >/dev/null
TOKEN=$TIDEGATE_INGEST_TOKEN load "$URL" /api/v2/alerts 10 >/dev/null
lag() { as READ "$URL/actuator/prometheus" | awk '/^tidegate_shard_lag/ {s += $NF} END {printf "%d", s}'; }

best_am=0 best_tg=0
for round in $(seq "$ROUNDS"); do
  read -r rate p50 p99 errors <<<"$(load "http://127.0.0.1:$AM" /api/v2/alerts "$SECONDS_EACH")"
  say "round $round  Alertmanager  $rate alerts/s  p50 $p50 ms  p99 $p99 ms  errors $errors  resident $(tree_memory $AM_PID) MiB"
  [ "$rate" -gt "$best_am" ] && best_am=$rate
  kill -STOP $AM_PID # its flushes must not cost the other
  read -r rate p50 p99 errors <<<"$(TOKEN=$TIDEGATE_INGEST_TOKEN load "$URL" /api/v2/alerts "$SECONDS_EACH")"
  say "round $round  Tidegate      $rate alerts/s  p50 $p50 ms  p99 $p99 ms  errors $errors  resident $(tree_memory $TIDEGATE_PID) MiB  lag $(lag) records"
  kill -CONT $AM_PID
  if [ "$rate" -gt "$best_tg" ]; then best_tg=$rate best_p99=$p99; fi
  [ "$errors" = 0 ] || fail "Tidegate answered $errors requests with an error"
done
ratio=$(awk -v a="$best_tg" -v b="$best_am" 'BEGIN {printf "%.2f", a / b}')
say "durable alerts/s: Tidegate $best_tg, Alertmanager (not durable) $best_am, ratio $ratio, p99 $best_p99 ms"

caught_up() { [ "$(lag)" = 0 ]; }
within 120 "the shards have caught up" caught_up
kill -9 "$TIDEGATE_PID"
wait "$TIDEGATE_PID" 2>/dev/null || true
start_tidegate
there() { [ "$(as READ -f "$URL/api/v2/alerts" | jq length)" = 80000 ]; }
within 60 "after kill -9 and restart all 80000 distinct alerts are there" there
if [ -n "$AT_LEAST" ]; then
  awk -v r="$ratio" -v want="$AT_LEAST" 'BEGIN {exit !(r >= want)}' || fail "ratio $ratio is under $AT_LEAST"
fi
