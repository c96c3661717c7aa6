# What the peer checks share: a Tidegate of their own on a free port and a temporary directory, and waiting for what
# should become true. Sourced, not run.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-peer.XXXXXX")
CHILDREN=()
CHECKS=0

say() { printf '%s\n' "$*"; }
fail() {
  say "FAILED: $*" >&2
  [ -f "$WORK/tidegate.log" ] && tail -n 25 "$WORK/tidegate.log" >&2
  exit 1
}

need() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is not installed; on Debian: apt-get install prometheus prometheus-alertmanager kcat jq wrk"
  done
}

free_port() { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:0")->sockport'; }

cleanup() {
  for pid in "${CHILDREN[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${CHILDREN[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$WORK"
}
trap cleanup EXIT

# within SECONDS WHAT COMMAND… : runs the command until it succeeds
within() {
  local seconds=$1 what=$2 deadline=$((SECONDS + $1))
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || fail "$what: not within $seconds s"
    sleep 0.2
  done
  CHECKS=$((CHECKS + 1))
  say "  ok: $what"
}

# expect WHAT COMMAND… : the command succeeds now
expect() {
  local what=$1
  shift
  "$@" >"$WORK/out" 2>&1 || { cat "$WORK/out" >&2; fail "$what"; }
  CHECKS=$((CHECKS + 1))
  say "  ok: $what"
}

# start_tidegate [OPTION…]: starts on $PORT with its directory in $WORK, tokens of its own; sets TIDEGATE_PID
start_tidegate() {
  PORT=${PORT:-$(free_port)}
  URL=http://127.0.0.1:$PORT
  export TIDEGATE_ADMIN_TOKEN=admin-for-this-check TIDEGATE_READ_TOKEN=read-for-this-check TIDEGATE_INGEST_TOKEN=ingest-for-this-check
  "$ROOT/tidegate" up --port "$PORT" --data "$WORK/data" "$@" >>"$WORK/tidegate.log" 2>&1 &
  TIDEGATE_PID=$!
  CHILDREN+=("$TIDEGATE_PID")
  within 120 "Tidegate is ready" ready
}

ready() { curl -sf "$URL/actuator/health/readiness"; }
as() { local role=$1; shift; local token=TIDEGATE_${role}_TOKEN; curl -sS -H "Authorization: Bearer ${!token}" "$@"; }
incidents() { as READ "$URL/api/v1/incidents?$1"; }

done_with() {
  say "$1: $CHECKS passed, 0 failed"
}
