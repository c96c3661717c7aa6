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
    command -v "$tool" >/dev/null || fail "$tool is not installed; on Debian: apt-get install prometheus prometheus-alertmanager influxdb aptly kcat jq wrk curl"
  done
}

free_port() { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:0")->sockport'; }

cleanup() {
  for pid in "${CHILDREN[@]}"; do kill -CONT "$pid" 2>/dev/null && kill "$pid" 2>/dev/null || true; done
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

# serve_nodes: latencies of cmp1, cmp2 and cmp3 as metrics, which `metric` changes, and a Prometheus that scrapes them each
# second at $PROM; sets PROMETHEUS
serve_nodes() {
  METRICS=$(free_port)
  PROM=$(free_port)
  mkdir -p "$WORK/www"
  metric 0.2 0.3
  perl -MIO::Socket::INET -e '
    my ($port, $file) = @ARGV;
    my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1:$port", ReuseAddr => 1) or die;
    while (my $c = $s->accept) { while (<$c>) { last if /^\r?\n$/ } open(my $f, "<", $file); local $/; my $b = <$f>;
      print $c "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ".length($b)."\r\n\r\n$b"; close $c }
  ' "$METRICS" "$WORK/www/metrics" &
  CHILDREN+=($!)
  cat >"$WORK/prometheus.yml" <<CONFIG
global: {scrape_interval: 1s}
scrape_configs:
  - job_name: nodes
    static_configs: [{targets: ["127.0.0.1:$METRICS"]}]
CONFIG
  start_prometheus
  within 30 "Prometheus scrapes three nodes" scraped
}
# metric CMP1 CMP2: what their latencies are from now on
metric() {
  printf 'latency_seconds{node="cmp1"} %s\nlatency_seconds{node="cmp2"} %s\nlatency_seconds{node="cmp3"} 0.2\n' "$1" "$2" >"$WORK/www/next"
  mv "$WORK/www/next" "$WORK/www/metrics"
}
start_prometheus() {
  prometheus --config.file="$WORK/prometheus.yml" --storage.tsdb.path="$WORK/tsdb" \
    --web.listen-address="127.0.0.1:$PROM" --log.level=warn >>"$WORK/prometheus.log" 2>&1 &
  PROMETHEUS=$!
  CHILDREN+=("$PROMETHEUS")
}
scraped() { curl -sf "127.0.0.1:$PROM/api/v1/query?query=latency_seconds" | jq -e '.data.result | length == 3'; }

# start_servers: Kafka and PostgreSQL that gateways share; sets SERVERS
start_servers() {
  export TIDEGATE_ADMIN_TOKEN=admin-for-this-check TIDEGATE_READ_TOKEN=read-for-this-check TIDEGATE_INGEST_TOKEN=ingest-for-this-check
  "$ROOT/tidegate" build
  "$ROOT/tidegate" load servers "$WORK/servers" >>"$WORK/tidegate.log" 2>&1 &
  SERVERS=$!
  CHILDREN+=("$SERVERS")
  within 60 "Kafka and PostgreSQL run" test -s "$WORK/servers/gateway.args"
  mapfile -t EXTERNAL <"$WORK/servers/gateway.args"
}
# start_gateway NAME OUTPUT [OPTION…]: one that uses them; sets URL_NAME and PID_NAME
start_gateway() {
  local name=$1 output=$2 port
  shift 2
  port=$(free_port)
  # Kafka and PostgreSQL as an operator gives them, the login to Kafka as properties
  TIDEGATE_KAFKA=$(sed -n 's/^--tidegate.kafka=//p' "$WORK/servers/gateway.args") \
  TIDEGATE_POSTGRES=$(sed -n 's/^--tidegate.postgres=//p' "$WORK/servers/gateway.args") \
    "$ROOT/tidegate" up --port "$port" --data "$WORK/$name" "${EXTERNAL[@]:2}" "$@" >"$output" 2>>"$WORK/tidegate.log" &
  declare -g "PID_$name=$!" "URL_$name=http://127.0.0.1:$port"
  CHILDREN+=($!)
}
ready_at() { curl -sf "$1/actuator/health/readiness"; }

ready() { curl -sf "$URL/actuator/health/readiness"; }
as() { local role=$1; shift; local token=TIDEGATE_${role}_TOKEN; curl -sS -H "Authorization: Bearer ${!token}" "$@"; }
incidents() { as READ "$URL/api/v1/incidents?$1"; }

done_with() {
  say "$1: $CHECKS passed, 0 failed"
}
