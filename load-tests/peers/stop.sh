#!/usr/bin/env bash
# SIGTERM with streams open: readers get a farewell and a complete answer, and the process is gone within 10 seconds.
. "$(dirname "$0")/common.sh"
need curl jq
start_tidegate
follow() { # follow ACCEPT FILE: writes the stream, then curl's exit status
  { as READ -N -H "Accept: $1" "$URL/api/v1/incidents/stream" >"$WORK/$2"; echo $? >"$WORK/$2.exit"; } &
  CHILDREN+=($!)
}
follow text/event-stream sse
follow application/x-ndjson ndjson
begun() { grep -q snapshot.end "$WORK/$1"; }
within 10 "a browser reads along" begun sse
within 10 "a script reads along" begun ndjson
begin=$(date +%s%N)
kill -TERM "$TIDEGATE_PID"
gone() { ! kill -0 "$TIDEGATE_PID"; }
within 10 "the process is gone" gone
wait "$TIDEGATE_PID" 2>/dev/null || true
took=$((($(date +%s%N) - begin) / 1000000))
expect "the browser's stream ended whole" test "$(cat "$WORK/sse.exit")" = 0
expect "the script's stream ended whole" test "$(cat "$WORK/ndjson.exit")" = 0
expect "the browser was told to come back" grep -q '^event: stream.end' "$WORK/sse"
expect "the script was told to come back" jq -es 'last.event == "stream.end"' "$WORK/ndjson"
say "  stopped within $took ms, two streams open"
done_with stop
