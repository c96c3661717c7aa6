# ./tidegate bench: measurements. Sourced by the launcher.

run_bench() {
    case ${1:-} in
    ingest)
        shift
        build
        exec bash "$home/load-tests/side-by-side/ingest.sh" "$@"
        ;;
    jmh)
        shift
        find_jdk
        need_maven
        mkdir -p "$out"
        quiet_maven "$out/bench.log" "building benchmarks" -DskipTests -Dspotless.check.skip -pl benchmarks -am package \
            dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=compile || exit 1
        exec "$jdk/bin/java" -XX:+UseCompactObjectHeaders \
            -cp "$home/benchmarks/target/classes:$(cat "$home/benchmarks/target/classpath")" org.openjdk.jmh.Main "$@"
        ;;
    gate)
        shift
        build
        run=exec run_program -Xmx1500m -Dgate.data="$home/load-tests/data" dev.tidegate.gate.GateBench "$@"
        ;;
    readers)
        shift
        build
        run=exec run_program -Xmx1g dev.tidegate.readers.ReadersBench "$home/tidegate" "$@"
        ;;
    pages)
        shift
        build
        run=exec run_program -Xmx1500m dev.tidegate.pages.PagesBench "$home/tidegate" "$@"
        ;;
    board)
        shift
        find_jdk
        need_maven
        build
        quiet_maven "$out/bench.log" "measuring the dashboard" test -pl board-tests -am -Dtests.forks=1 \
            -Dtests.excludedGroups= -Dtest='BoardIT,PagesIT,CrowdIT' -Dsurefire.failIfNoSpecifiedTests=false -Dfigures.held=true "$@" || held=1
        grep -ho 'figures: .*' "$out/bench.log" | sed 's/^figures: //'
        exit "${held:-0}"
        ;;
    grouping)
        shift
        build
        run=exec run_program -Xmx1500m dev.tidegate.grouping.GroupingBench "$@"
        ;;
    cause)
        shift
        build
        run=exec run_program -Xmx1500m dev.tidegate.storm.CauseBench "$@"
        ;;
    storms)
        shift
        build
        run=exec run_program -Xmx1500m dev.tidegate.storm.StormsBench "$@"
        ;;
    *) die "bench what? ingest, jmh, gate, readers, pages, board, grouping, cause or storms; ./tidegate bench --help says more" ;;
    esac
}
