package dev.tidegate.rollout.change.r2dbc;

/** Statements about changes. */
final class ChangeSql {
    static final String CREATE = """
            insert into change (id, tenant, author, revision, hash, title, state, start_at, expires_at, content,
                                created_at, updated_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $11)
            on conflict (id) do nothing""";
    static final String REVISION = """
            insert into change_revision (change, revision, author, hash, content, at)
                 values ($1, $2, $3, $4, $5::jsonb, $6)""";

    /** Only a change that is still what it was read as. */
    private static final String AS_READ = """
             where id = $1 and revision = $2 and answers = $3
               and emergency_by is not distinct from $4 and emergency_reviewer is not distinct from $5""";

    static final String EDIT = """
            update change set author = $6, revision = $7, hash = $8, title = $9, state = $10, start_at = $11,
                              expires_at = $12, content = $13::jsonb, answers = 0, emergency_by = null,
                              emergency_reason = null, emergency_hash = null, emergency_at = null,
                              emergency_reviewer = null, rollout = null, rollout_ended_at = null, updated_at = $14
            """ + AS_READ + " and (rollout is null or rollout_ended_at is not null)";
    static final String REPLACE = """
            update change set state = $6, answers = $7, emergency_by = $8, emergency_reason = $9, emergency_hash = $10,
                              emergency_at = $11::timestamptz, emergency_reviewer = $12, updated_at = $13
            """ + AS_READ;
    static final String ANSWER = """
            insert into change_approval (change, revision, number, side, person, hash, start_at, granted, reason, at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""";
    static final String REACH = """
            insert into change_reach (change, nodes, roles, sites, risk, told)
            select id, $3, $4, $5, $6, $7::jsonb from change where id = $1 and revision = $2
            on conflict (change) do update set nodes = excluded.nodes, roles = excluded.roles, sites = excluded.sites,
                                               risk = excluded.risk, told = excluded.told""";
    static final String DROP_REMINDERS = """
            update reminder set state = 'dropped', why = 'a newer revision came', settled_at = $2
             where change = $1 and state = 'waiting'""";
    static final String REMIND = """
            insert into reminder (change, revision, number, due_at, about, to_role, words)
            select $1, $2, before.last + r.number, r.due::timestamptz, r.about, r.role, r.words
              from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[]) as r (number, due, about, role, words),
                   (select coalesce(max(number), 0) as last from reminder where change = $1 and revision = $2) before""";

    static final String FIND =
            "select " + ChangeRows.COLUMNS + " from change c where c.id = $1 and ($2 = '' or c.tenant = $2)";

    /** As {@code Kept.state} tells it; $1 is the time. */
    private static final String STATE = """
            case when c.rollout is null and c.state in ('draft', 'waiting', 'approved') and c.expires_at < $1
                 then 'expired'
                 when c.rollout is null and c.state = 'emergency' and c.emergency_at + interval '24 hours' < $1
                 then 'expired'
                 else c.state end""";

    static final String NEWEST = "select " + ChangeRows.COLUMNS + " from change c where ($2 = '' or c.tenant = $2)"
            + " and ($3 = '' or $3 = " + STATE + ") order by c.created_at desc, c.id limit $4";
    static final String WAITING = "select " + ChangeRows.COLUMNS + " from change c where ($2 = '' or c.tenant = $2)"
            + " and (c.emergency_by is not null and c.emergency_reviewer is null"
            + "      or c.rollout is null and c.state in ('draft', 'waiting', 'approved', 'emergency') and " + STATE
            + " <> 'expired') order by c.start_at, c.id limit $3";
    static final String OF_REVIEW = "select " + ChangeRows.COLUMNS + " from change c where c.rollout_ended_at is null"
            + " and c.content -> 'origin' ->> 'server' = $1 and (c.content -> 'origin' ->> 'change')::int = $2"
            + " order by c.created_at desc, c.id limit $3";
    static final String OVERLAPPING = """
            select o.id, o.title, o.state, cardinality(o.both) as nodes, o.both[1] as example
              from (select c.id, c.title, c.created_at,
                           case when c.rollout is not null then 'running' else %s end as state,
                           array(select unnest(r.nodes) intersect select unnest($3::text[]) order by 1) as both
                      from change c join change_reach r on r.change = c.id
                     where c.id <> $2 and c.rollout_ended_at is null and r.nodes && $3::text[]) o
             where o.state in ('running', 'approved', 'emergency', 'waiting', 'draft')
             order by array_position(array['running', 'emergency', 'approved', 'waiting', 'draft'], o.state), o.id
             limit $4""".formatted(STATE);
    static final String ONE_AT_A_TIME =
            "select 1 as held from (select pg_advisory_xact_lock(hashtext('tidegate approves a change'))) held";
    static final String BEGAN = """
            update change set rollout = $3, updated_at = $4
             where id = $1 and hash = $2 and (rollout is null or rollout = $3)""";
    static final String ENDED = "update change set rollout_ended_at = coalesce(rollout_ended_at, $3), updated_at = $3"
            + " where id = $1 and rollout = $2";

    private ChangeSql() {}
}
