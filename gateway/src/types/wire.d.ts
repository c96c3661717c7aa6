// What the dashboard's modules speak of, for the type checker only: the shapes of the API and of the pages themselves.
interface Fault { parameter: string; detail: string }
interface Key { key: string; also?: string | undefined; says: string; run: () => unknown }
interface Page {
  title(): string;
  enter(): void | (() => void);
  changed?(): unknown;
  keys?(): Key[];
  view(): unknown;
}

interface FeedEvent { event: string; id: string; data: any }
interface FeedState { state: 'connecting' | 'live' | 'reconnecting' | 'ended' | 'signed-out'; behind: number }
interface FeedNews { events?: FeedEvent[]; state?: FeedState }
interface StormTotals { known: boolean; incidents: number; alerts: number; firing: number; storms: number; since: string }

interface Reason { kind: string; weight?: number; threshold?: number; inputs?: Record<string, string> }
interface Cause { fingerprint: string; alertname?: string; node?: string; score: number; factors?: Record<string, number> }
interface Counts { total: number; byState: Record<string, number>; bySeverity: Record<string, number> }
interface Incident {
  id: string; tenant: string; site: string; number: number; state: string; severity: string; title: string; head: string;
  alertname: string | null; storm: boolean; openedAt: string; updatedAt: string; acknowledgedAt: string | null;
  acknowledgedBy: string | null; resolvedAt: string | null; resolvedBy: string | null; closedAt: string | null;
  mergedInto: string | null; alertCount: number; firingCount: number; nodeCount: number; nodes: string[];
  causes: Cause[]; opened: Reason | null; version: number;
}
interface Alert {
  fingerprint: string; alertname: string; severity: string; node: string; labels: Record<string, string>;
  annotations: Record<string, string>; generatorURL: string; state: string; suppressed: boolean; flapping: boolean;
}
interface Member { fingerprint: string; episode: number; joinedAt: string; leftAt: string | null; state: 'firing' | 'over' | 'left'; reason: Reason; alert: Alert | null }
interface Top { values: number; most: { value: string; count: number }[] }
interface MemberCounts extends Counts { byAlertname: Top; byNode: Top }
interface HitNode { node: string; firing: number; alerts: number; labels: Record<string, string>[] }
interface TimelineEvent { id: string; seq: number; at: string; kind: string; incident?: string | null; actor: string; details?: Record<string, string>; subject?: { alertname?: string; node?: string; alertCount?: number; nodeCount?: number } | null }
interface TopologyPicture {
  vertices: { name: string; hops: number; dependents: number }[];
  edges: { from: string; to: string; relation: string; source: string }[];
  labels: string[];
}
interface SilenceMatcher { name: string; value: string; isRegex: boolean; isEqual?: boolean }
interface Silence { id: string; status: { state: string }; matchers: SilenceMatcher[]; startsAt: string; endsAt: string; createdBy: string; comment: string }

interface RolloutNode { name: string; state: string; detail?: string }
interface Wave { number: number; state: string; nodes: RolloutNode[]; watch: string | null }
interface Rollout {
  id: string; change: string; hash: string; revision: number; title: string; tenant: string; executor: string;
  monitor: string | null; phase: string; wave: number; held: string | null; blocked: string | null; waves: Wave[];
  health: { signal: string; reason: string } | null; soakUntil: string | null;
  events: { seq: number; at: string; kind: string; by?: string; text?: string }[]; startedAt: string; updatedAt: string;
}
interface WatchWords { verdict: string; reason: string }
interface WatchSignal {
  signal: string; state: WatchWords; finding?: string; level: number | null; controlLevel: number | null;
  snapshotLevel: number | null; limit: number | null; method?: string; statistic: number | null; threshold: number | null;
  reporting: number; expected: number; worst?: string[]; watched?: { evidence: string; reason?: string; ageMillis?: number };
}
interface WatchFrame { at: string; watch?: string; wave?: number; signals: WatchSignal[] }

interface Risk { score: number; level?: string; factors: { name: string; value: number; weight: number; words: string }[]; proposes?: { plan: { steps: string[] }; soak: string; approvers: string[] } }
interface Change {
  id: string; tenant: string; author: string; revision: number; hash: string; state: string; standing: string;
  content: {
    title: string; reason: string; incident: string | null;
    origin: { kind: string; repository?: string; revision: string; change?: number; patchSet?: number };
    packages: { prefix: string; distribution: string; component: string; snapshot: string }[];
    states: string[]; selector: string; policy: string; impact: string; irreversible: string[]; tests: string[];
    start: string | null; window?: { end?: string } | null;
  };
  review: { approved: boolean; reason: string; author: string; reviewers: string[]; files?: { path: string; inserted: number; deleted: number }[] };
  obstacles?: string[]; overlaps?: { id: string; title: string; words: string }[]; wayBack?: { proven: boolean; words: string };
  risk: Risk & { asOf?: 'decided' | 'today'; today?: Risk }; waits?: { for: string[]; what: string; side: string | null; until: string | null; pressing: boolean; words: string }[];
  plan: { waves: { number: number; nodes: string[]; batches?: { domain: string; nodes: string[] }[]; strata?: string[]; missed?: Record<string, number> }[]; notes?: string[]; refused?: string | null };
  staging: { state: string; reason: string; evidence?: { at: string; kind: string; node: string; passed: boolean; words: string }[] };
  window?: { open: boolean; reason: string; frozen: string | null };
  timeline?: { number: number; at: string; actor: string; action: string; detail: Record<string, any> }[];
  emergency?: { by: string; reason: string; at: string; reviewer: string | null };
  approvals: { side: string; by: string; hash: string; start: string; granted: boolean; reason: string; at: string }[];
  rollout: string | null; createdAt: string; updatedAt: string;
}
interface AuditRecord { number: number; at: string; actor: string; tenant: string; action: string; subject: string; detail: Record<string, unknown>; before: string; hash: string }
interface DiffHunk { before: number; after: number; lines: string[] }
interface DiffFile { path: string; former: string | null; kind: string; binary: boolean; inserted: number; deleted: number; cut: boolean; hunks: DiffHunk[] }
interface Diff { change: string; from: string | null; to: string; cut: boolean; left: number; files: DiffFile[] }
interface StorySeen { at: string; signal: string; reason: string }
interface StoryWave {
  number: number; nodes: number; begunAt: string; settledAt: string | null; leftAt: string | null; watch: string;
  states: Record<string, number>; seen: StorySeen[];
  back: { begunAt: string; endedAt: string | null; states: Record<string, number>; seen: StorySeen[] } | null;
}
interface StoryTurn { at: string; what: string; wave: number; by: string | null; reason: string }
interface RolloutStory {
  text: string; begunAt: string; executor: string; wanted: string; nodes: number; planned: number; soakSeconds: number;
  waves: StoryWave[]; turns: StoryTurn[]; presences: { name: string; from: string; to: string | null }[];
  agreements: { name: string; wave: number; at: string }[];
}
interface WatchVerdict { at: string; report?: { signals: WatchSignal[] } }
