#!/usr/bin/env bash
# A real Prometheus with a firing rule: through to an incident; everything is killed, stays away for longer than alerts are
# believed without being repeated, and is started again: the same incident, the same episode; and back to resolved when the
# rule stops firing.
. "$(dirname "$0")/common.sh"
need prometheus curl jq
AWAY=65 # longer than a shard's log may be silent (60 s), and than the resolve timeout
printf 'global: {resolve_timeout: 20s}\nroute: {receiver: none}\nreceivers: [{name: none}]\n' >"$WORK/alertmanager.yml"
start_tidegate --alertmanager-config "$WORK/alertmanager.yml"
PROM=$(free_port)
METRICS=$(free_port)

# something to scrape whose value can be changed
mkdir -p "$WORK/www"
printf 'galera_up{host="dbs01"} 0\n' >"$WORK/www/metrics"
perl -MIO::Socket::INET -e '
  my ($port, $file) = @ARGV;
  my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1:$port", ReuseAddr => 1) or die;
  while (my $c = $s->accept) { while (<$c>) { last if /^\r?\n$/ } open(my $f, "<", $file); local $/; my $b = <$f>;
    print $c "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ".length($b)."\r\n\r\n$b"; close $c }
' "$METRICS" "$WORK/www/metrics" &
CHILDREN+=($!)

cat >"$WORK/rules.yml" <<RULES
groups:
  - name: galera
    interval: 1s
    rules:
      - alert: GaleraServiceDown
        expr: galera_up != 1
        labels: {severity: minor, service: mysql, cluster: prom-site}
        annotations: {summary: Galera service is down}
RULES
cat >"$WORK/prometheus.yml" <<CONFIG
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [$WORK/rules.yml]
scrape_configs:
  - job_name: galera
    static_configs: [{targets: ["127.0.0.1:$METRICS"]}]
alerting:
  alertmanagers:
    - authorization: {credentials: $TIDEGATE_INGEST_TOKEN}
      static_configs: [{targets: ["127.0.0.1:$PORT"]}]
CONFIG
send_alerts() {
  prometheus --config.file="$WORK/prometheus.yml" --storage.tsdb.path="$WORK/tsdb" --web.listen-address="127.0.0.1:$PROM" \
    --rules.alert.resend-delay=1s --log.level=warn >>"$WORK/prometheus.log" 2>&1 &
  PROMETHEUS=$!
  CHILDREN+=("$PROMETHEUS")
}
send_alerts

open_incident() { incidents 'state=open&site=prom-site' | jq -e '.items | length == 1 and .[0].alertCount == 1 and .[0].nodeCount == 1'; }
resolved_incident() { incidents 'site=prom-site' | jq -e '.items | length == 1 and (.[0].state == "resolved" or .[0].state == "closed")'; }
prometheus_content() { curl -sf "127.0.0.1:$PROM/api/v1/alertmanagers" | jq -e '.data.activeAlertmanagers | length == 1'; }
no_send_errors() { curl -sf "127.0.0.1:$PROM/metrics" | awk '/^prometheus_notifications_errors_total/ {e += $2} /^prometheus_notifications_sent_total/ {s += $2} END {exit !(s > 0 && e == 0)}'; }

within 30 "Prometheus knows us" prometheus_content
within 60 "the firing rule is an open incident" open_incident
expect "Prometheus sent without an error" no_send_errors

ID=$(incidents 'state=open&site=prom-site' | jq -r '.items[0].id')
# Tidegate with its embedded Kafka, its PostgreSQL, and Prometheus: nothing lives on
POSTMASTER=$(head -n 1 "$(find "$WORK/data" -name postmaster.pid)")
kill -9 "$PROMETHEUS" "$TIDEGATE_PID" "$POSTMASTER"
{ wait "$PROMETHEUS" "$TIDEGATE_PID"; } 2>/dev/null || true
sleep "$AWAY"
start_tidegate --alertmanager-config "$WORK/alertmanager.yml"
send_alerts
repeated() { as READ "$URL/actuator/prometheus" | awk '/^tidegate_alerts_repeats_total/ {n += $2} END {exit !(n >= 3)}'; }
same_episode() { as READ "$URL/api/v1/incidents/$ID" | jq -e '.state == "open" and .alertCount == 1 and .firingCount == 1
  and ([.members[].episode] == [1]) and ([.timeline[].kind | select(. == "alert.resolved" or . == "incident.resolved")] == [])'; }
within 60 "after $AWAY s with everything dead the rule is heard again" repeated
expect "and is the same episode of the same incident" same_episode
expect "which is the only one" open_incident
printf 'galera_up{host="dbs01"} 1\n' >"$WORK/www/metrics"
within 120 "the rule stopped firing and the incident is resolved" resolved_incident
done_with prometheus
