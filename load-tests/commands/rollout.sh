# ./tidegate demo --rollout good|bad: a change's whole way on simulated nodes, pulled back when it is bad. Sourced by demo.sh.

# Sets metrics to a server that has the nodes' metrics: a real Prometheus when there is one, else the fleet's own answers.
rollout_metrics() {
    local scraped=$1 patience port
    metrics=http://127.0.0.1:$scraped
    if ! command -v prometheus >/dev/null; then
        say "there is no prometheus on the PATH: the fleet answers the demo's queries itself"
        return
    fi
    cat >"$demo_work/prometheus.yml" <<CONFIG
global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: fleet
    static_configs: [{targets: ["127.0.0.1:$scraped"]}]
CONFIG
    port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:0")->sockport')
    prometheus --config.file="$demo_work/prometheus.yml" --storage.tsdb.path="$demo_work/tsdb" \
        --web.listen-address="127.0.0.1:$port" --log.level=warn >"$demo_work/prometheus.log" 2>&1 &
    demo_pids+=("$!")
    metrics=http://127.0.0.1:$port
    say "a real Prometheus scrapes the nodes"
}

# $1: good or bad   $2: port   $3: not empty to stay   $4…: options for the fleet
run_rollout_demo() {
    local kind=$1 port=$2 keep=$3 begin=$SECONDS former wanted metrics ports url up log status=0
    shift 3
    case $kind in
    good | bad) ;;
    *) die "--rollout wants good or bad, not \"$kind\"" ;;
    esac
    command -v git >/dev/null || die "the rollout demo needs git"
    build
    demo_work=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-demo.XXXXXX")
    demo_data=${demo_data:-$demo_work/data}
    log=$demo_work/tidegate.log
    trap demo_cleanup EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    (umask 077 && head -c 18 /dev/urandom | base64 >"$demo_work/salt.password")
    : >"$demo_work/fleet.out"
    run=exec run_program dev.tidegate.fleet.FleetMain --nodes 200 --seed 7 --example "$kind" \
        --repository "$demo_work/infra" --password-file "$demo_work/salt.password" \
        --write-fleet "$demo_work/fleet.yaml" "$@" >"$demo_work/fleet.out" 2>&1 &
    up=$!
    demo_pids+=("$up")
    until ports=$(sed -n 's/.*"metrics":\([0-9]*\).*/\1/p' "$demo_work/fleet.out") && [ -n "$ports" ]; do
        kill -0 "$up" 2>/dev/null || die "the simulated fleet did not start: $(cat "$demo_work/fleet.out")"
        sleep 0.1
    done
    former=$(sed -n 's/.*"former":"\([0-9a-f]*\)".*/\1/p' "$demo_work/fleet.out")
    wanted=$(sed -n 's/.*"wanted":"\([0-9a-f]*\)".*/\1/p' "$demo_work/fleet.out")
    say "simulated: 200 nodes and 3 for staging, behind a salt-api; revision ${former:0:12} on all of them"
    rollout_metrics "$ports"

    say "starting Tidegate with its own Kafka and PostgreSQL …"
    run=exec run_gateway -- --port "$port" --data "$demo_data" --fleet "$demo_work/fleet.yaml" \
        --tidegate.servers.demo.kind=prometheus --tidegate.servers.demo.url="$metrics" \
        --tidegate.servers.demo.timeout=2s >"$log" 2>&1 &
    up=$!
    demo_pids+=("$up")
    demo_address "$up" "$log"
    say "ready on $url after $((SECONDS - begin)) s" ""

    run='' run_program dev.tidegate.fleet.demo.RolloutDemo "$url" "$kind" \
        --admin-token-file "$demo_data/tokens/admin" --revision "$wanted" --policy-file "$home/docs/examples/demo-rollout.yaml" ||
        status=$?
    if [ "$status" -ne 0 ]; then
        say "" "the end of Tidegate's log:"
        tail -n 15 "$log" >&2
        exit "$status"
    fi
    if [ -n "$keep" ]; then
        say "" "Tidegate stays on $url until Ctrl-C; its administrator's token is in $demo_data/tokens/admin"
        wait "$up"
    fi
}
