#!/usr/bin/env bash
# Every amtool command that talks to a server.
. "$(dirname "$0")/common.sh"
need amtool jq
start_tidegate
AM() { amtool --alertmanager.url="http://admin:$TIDEGATE_ADMIN_TOKEN@127.0.0.1:$PORT" "$@"; }
json() { AM -o json "$@"; }
count_is() { local n=$1; shift; [ "$("$@" | jq length)" = "$n" ]; }
contains() { local text=$1 out; shift; out=$("$@") && [[ $out == *"$text"* ]]; }

expect "alert add" AM alert add alertname=NodeDown instance=cmp01:9100 severity=critical --annotation=summary=gone
expect "alert add, second" AM alert add DiskFull instance=cmp02:9100 severity=warning
within 5 "alert query shows both" count_is 2 json alert query
expect "alert query by matcher" count_is 1 json alert query 'instance=~"cmp01.*"'
expect "alert query, extended" contains NodeDown AM -o extended alert query
expect "alert query, simple" contains DiskFull AM alert query
ID=$(AM silence add alertname=NodeDown --comment=planned --author=jo --duration=1h) || fail "silence add"
expect "silence add answers an id" test ${#ID} -ge 20
expect "silence query shows it" contains "$ID" AM silence query
expect "silence query by matcher" count_is 1 json silence query alertname=NodeDown
within 5 "the silenced alert is suppressed" count_is 1 json alert query --silenced
expect "the other is not" count_is 1 json alert query
expect "silence update" AM silence update "$ID" --duration=2h --comment=longer
# with -q amtool 0.25 prints the address of the id instead of the id
NEW=$(json silence query alertname=NodeDown | jq -r '.[0].id')
expect "silence update took" contains longer AM silence query
json silence query >"$WORK/silences.json"
expect "silence expire" AM silence expire "$NEW"
within 5 "no active silence is left" count_is 0 json silence query
expect "expired ones are still shown" contains "$NEW" AM silence query --expired
expect "silence import" AM silence import "$WORK/silences.json" --force
within 5 "the imported silence is there" count_is 1 json silence query
expect "cluster show" contains "Cluster Status" AM cluster show
expect "config show" contains receiver AM config show
expect "config routes show" contains default AM config routes show
expect "config routes test" contains default AM config routes test alertname=NodeDown
done_with amtool
