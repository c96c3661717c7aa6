# ./tidegate demo: a Tidegate of its own, a storm, and the incidents as they appear. Sourced by the launcher.

demo_data= demo_work= demo_pids=()

demo_cleanup() {
    local pid
    trap - EXIT INT TERM
    for pid in ${demo_pids[@]+"${demo_pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
    for pid in ${demo_pids[@]+"${demo_pids[@]}"}; do wait "$pid" 2>/dev/null || true; done
    if [ -n "$demo_work" ]; then rm -rf "$demo_work"; fi
}

# Waits until the gateway of process $1 has written into its log $2 where it is; sets url.
demo_address() {
    until url=$(sed -n 's/.*Tidegate listens on \(http[^ ,]*\).*/\1/p' "$2") && [ -n "$url" ]; do
        if ! kill -0 "$1" 2>/dev/null; then
            say "it did not start:"
            tail -n 20 "$2" >&2
            exit 1
        fi
        sleep 0.2
    done
}

run_demo() {
    local duration=45 port=0 keep= rollout= storm_options=() log url begin=$SECONDS up storm watch status=0
    while [ $# -gt 0 ]; do
        case $1 in
        --duration | --port | --data | --rollout | --nodes | --rate | --seed | --fault | --truth)
            [ $# -ge 2 ] || die "$1 needs a value; ./tidegate demo --help says which"
            ;;
        esac
        case $1 in
        --duration) duration=$2 ;;
        --port) port=$2 ;;
        --data) demo_data=$2 ;;
        --rollout) rollout=${2:-} ;;
        --nodes | --rate | --seed | --fault | --truth) storm_options+=("$1" "$2") ;;
        --keep) keep=true && set -- keep "$@" ;;
        *) die "\"$1\" is not an option of demo; ./tidegate demo --help lists them" ;;
        esac
        shift 2
    done
    if [ -n "$rollout" ]; then
        . "$home/load-tests/commands/rollout.sh"
        run_rollout_demo "$rollout" "$port" "$keep" ${storm_options[@]+"${storm_options[@]}"}
        return
    fi
    build
    demo_work=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-demo.XXXXXX")
    demo_data=${demo_data:-$demo_work/data}
    log=$demo_work/tidegate.log
    trap demo_cleanup EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    say "starting Tidegate with its own Kafka and PostgreSQL …"
    run=exec run_gateway -- --port "$port" --data "$demo_data" --anonymous-loopback >"$log" 2>&1 &
    up=$!
    demo_pids+=("$up")
    demo_address "$up" "$log"
    say "ready on $url after $((SECONDS - begin)) s" ""

    run=exec run_program dev.tidegate.storm.Storm --url "$url" --duration "$duration" --nodes 200 --rate 500 --seed 7 \
        --truth "$demo_work/truth.ndjson" ${storm_options[@]+"${storm_options[@]}"} >"$demo_work/storm.log" 2>&1 &
    storm=$!
    demo_pids+=("$storm")
    run=exec run_program dev.tidegate.storm.watch.Watch "$url" --storm "$storm" &
    watch=$!
    demo_pids+=("$watch")
    wait "$storm" || status=$?
    wait "$watch" || status=$?
    say ""
    grep -v '^ *[0-9]* s  sent' "$demo_work/storm.log" | tail -n 8 >&2 || true
    if [ "$status" -ne 0 ]; then
        say "the storm did not end well:"
        tail -n 20 "$demo_work/storm.log" >&2
        exit "$status"
    fi
    if [ -n "$keep" ]; then
        say "" "Tidegate stays on $url until Ctrl-C"
        wait "$up"
    fi
}
