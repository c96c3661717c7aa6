# ./tidegate load: runs that put weight on a gateway. Sourced by the launcher.

run_load() {
    local what=${1:-}
    [ $# -eq 0 ] || shift
    case $what in
    crash)
        build
        run=exec run_program dev.tidegate.crash.CrashLoop "$home/tidegate" "$@"
        ;;
    storm) load_storm "$@" ;;
    *) die "load what? storm or crash; ./tidegate load --help says more" ;;
    esac
}

load_storm() {
    local url=http://127.0.0.1:8480 options=()
    while [ $# -gt 0 ]; do
        case $1 in
        --url) url=$2 ;;
        --token) options+=("-Dtidegate.token=$2") ;;
        -D*) options+=("$1") && set -- "$1" "$@" ;;
        *) die "\"$1\" is not an option of load storm; ./tidegate load --help lists them" ;;
        esac
        shift 2
    done
    curl -sf "$url/actuator/health/readiness" >/dev/null ||
        die "no Tidegate is ready at $url; start one with ./tidegate up, or name another with --url"
    find_jdk
    need_maven
    mkdir -p "$out" "$home/reports"
    quiet_maven "$out/load.log" "building the simulation" -Dspotless.check.skip -DskipTests -pl load-tests -am package \
        dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=test || exit 1
    exec "$jdk/bin/java" --add-opens=java.base/java.lang=ALL-UNNAMED -Dtidegate.url="$url" ${options[@]+"${options[@]}"} \
        -cp "$home/load-tests/target/test-classes:$home/load-tests/target/classes:$(cat "$home/load-tests/target/classpath")" \
        io.gatling.app.Gatling --simulation dev.tidegate.storm.AlertStormSimulation --results-folder "$home/reports"
}
