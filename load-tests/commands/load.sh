# ./tidegate load: runs that put weight on a gateway. Sourced by the launcher.

run_load() {
    local what=${1:-}
    [ $# -eq 0 ] || shift
    case $what in
    crash)
        build
        run=exec run_program dev.tidegate.crash.CrashLoop "$home/tidegate" "$@"
        ;;
    servers)
        build
        run=exec run_program dev.tidegate.embedded.Standalone "$@"
        ;;
    fleet)
        build
        run=exec run_program dev.tidegate.fleet.FleetMain "$@"
        ;;
    storm) load_storm "$@" ;;
    *) die "load what? storm, crash, servers or fleet; ./tidegate load --help says more" ;;
    esac
}

load_storm() {
    local target=$home/load-tests/target jvm
    find_jdk
    need_maven
    mkdir -p "$out" "$home/reports"
    quiet_maven "$out/load.log" "building the simulation" -DskipTests -Dspotless.check.skip -pl load-tests -am package ||
        exit 1
    mapfile -t jvm < <(grep -v '^ *#' "$home/load-tests/gatling.jvm" | tr ' ' '\n' | grep .)
    exec "$jdk/bin/java" "${jvm[@]}" -cp "$target/test-classes:$target/classes:$(cat "$target/gatling.classpath")" \
        dev.tidegate.load.Load storm --url http://127.0.0.1:8480 --results "$home/reports" "$@"
}
