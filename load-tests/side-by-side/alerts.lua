-- Batches of 64 alerts over 80,000 distinct ones, eight labels each, as Prometheus writes them. Made once per thread;
-- each thread starts somewhere else, so that together they cover all of them evenly.
local BATCH, DISTINCT, NODES = 64, 80000, 5000
local NAMES = { "NovaServiceDown", "KafkaServiceDown", "SystemLoadTooHighWarning", "SystemDiskFullWarning",
  "GaleraServiceDown", "RabbitmqServiceDown", "CinderApiEndpointDown", "NtpOffsetTooHigh",
  "SystemMemoryFullWarning", "HaproxyBackendDown", "LibvirtDown", "SshdProcessDown",
  "NeutronAgentDown", "CassandraServiceDown", "SystemSwapFullWarning", "ContrailProcessDown" }
local threads, bodies, at = 0, {}, 0

function setup(thread)
  thread:set("offset", threads * 311)
  threads = threads + 1
end

local function alert(n, starts, ends)
  local node = n % NODES
  local name = NAMES[math.floor(n / NODES) % #NAMES + 1]
  return string.format(
    '{"labels":{"alertname":"%s","severity":"minor","service":"service-%d","host":"node%04d","instance":"10.0.%d.%d:9100","cluster":"site-%d","rack":"r%03d","job":"node"},' ..
    '"annotations":{"summary":"%s on node%04d","description":"%s has been firing on node%04d for more than two minutes."},' ..
    '"startsAt":"%s","endsAt":"%s","generatorURL":"http://prometheus.example:9090/graph?g0.expr=up&g0.tab=1"}',
    name, math.floor(n / NODES), node, math.floor(node / 250), node % 250, node % 4, math.floor(node / 32), name, node, name, node, starts, ends)
end

function init(args)
  local starts = os.date("!%Y-%m-%dT%H:%M:%S.000Z", os.time() - 120)
  local ends = os.date("!%Y-%m-%dT%H:%M:%S.000Z", os.time() + 3600)
  for first = 0, DISTINCT - 1, BATCH do
    local parts = {}
    for n = first, first + BATCH - 1 do parts[#parts + 1] = alert(n, starts, ends) end
    bodies[#bodies + 1] = "[" .. table.concat(parts, ",") .. "]"
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  if os.getenv("TOKEN") then wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN") end
  at = offset or 0
end

function request()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end

function done(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.0f %.2f %.2f %d %d\n",
    (summary.requests - summary.errors.status) * BATCH / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors, summary.requests))
end
