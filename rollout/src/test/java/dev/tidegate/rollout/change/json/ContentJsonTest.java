package dev.tidegate.rollout.change.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.json.Fault;
import dev.tidegate.rollout.json.MalformedException;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.WaveSize;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentJsonTest {
    private static final String WHOLE = """
            {"title":"Raise the limit","reason":"too low","incident":"c1-7",
             "origin":{"kind":"git","repository":"infra","revision":"%s"},
             "packages":[{"prefix":"acme","distribution":"jammy","snapshot":"snap-2"}],
             "states":["nova.compute"],"selector":"{role=\\"compute\\"}","plan":{"steps":["1","12.5%%","rest"]},
             "policy":"signals: []","impact":"control-plane","irreversible":["schema 8"],"tests":["nova-status"],
             "start":"2026-11-24T22:00:00+01:00","window":{"end":"2026-11-25T02:00:00Z"}}""".formatted("a".repeat(40));

    private static Content read(String json) {
        return ContentJson.read(json.getBytes(StandardCharsets.UTF_8), () -> 5);
    }

    @Test
    void aContentIsReadAndComesBackWithTheSameHash() {
        Content content = read(WHOLE);
        assertThat(content.start()).isEqualTo(Instant.parse("2026-11-24T21:00:00Z"));
        assertThat(content.until()).isEqualTo(Instant.parse("2026-11-25T02:00:00Z"));
        assertThat(content.seed()).isEqualTo(5);
        assertThat(content.packages().getFirst().component()).isEqualTo("main");
        assertThat(content.plan())
                .isEqualTo(new PlanSpec.Steps(
                        List.of(new WaveSize.Count(1), new WaveSize.Share(0.125), new WaveSize.Rest())));

        Content back = ContentJson.stored(ContentJson.write(content).toString());

        assertThat(back).isEqualTo(content);
        assertThat(back.hash()).isEqualTo(content.hash());
    }

    @Property
    void everySharePassesThrough(
            @ForAll @DoubleRange(min = 0, max = 1, minIncluded = false, maxIncluded = false) double share) {
        PlanSpec plan = new PlanSpec.Steps(List.of(new WaveSize.Share(share), new WaveSize.Rest()));
        Content whole = read(WHOLE);
        Content content = new Content(
                whole.title(),
                whole.reason(),
                whole.incident(),
                whole.origin(),
                whole.packages(),
                whole.states(),
                whole.selector(),
                plan,
                whole.seed(),
                whole.policy(),
                whole.impact(),
                whole.irreversible(),
                whole.tests(),
                whole.slot());
        String json = ContentJson.write(content).toString();
        assertThat(ContentJson.stored(json).hash()).isEqualTo(content.hash());
    }

    @Test
    void plansAndGerritToo() {
        String gerrit = WHOLE.replace(
                        "\"kind\":\"git\",\"repository\":\"infra\"",
                        "\"kind\":\"gerrit\",\"server\":\"g\",\"change\":12,\"patchSet\":3")
                .replace("{\"steps\":[\"1\",\"12.5%\",\"rest\"]}", "{\"explicit\":[[\"a\"],[\"b\",\"c\"]]}");
        Content content = read(gerrit);
        assertThat(ContentJson.stored(ContentJson.write(content).toString())).isEqualTo(content);
        Content batches = read(WHOLE.replace("{\"steps\":[\"1\",\"12.5%\",\"rest\"]}", "{\"batches\":50}"));
        assertThat(batches.plan()).isEqualTo(new PlanSpec.Batches(50));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "title":"Raise the limit",          |                                 | /title              | is required
            "reason":"too low"                  | "reason":7                      | /reason             | must be a text
            "revision":"aaaa                    | "revision":"main                | /origin/revision    | is not a full commit hash of 40 hexadecimal digits
            "kind":"git"                        | "kind":"svn"                    | /origin/kind        | "svn" is not one of git, gerrit
            "repository":"infra",               |                                 | /origin/repository  | is required
            "12.5%"                             | "ten"                           | /plan/steps/1       | is not a number of nodes, a share such as 10%, or rest
            "12.5%"                             | "120%"                          | /plan/steps/1       | above 0 and below 1
            "steps"                             | "stages"                        | /plan               | must have one of steps, batches or explicit
            {"steps":["1","12.5%","rest"]}      | {"batches":0}                   | /plan/batches       | must be a whole number from 1
            "impact":"control-plane"            | "impact":"big"                  | /impact             | is not one of none, control-plane, data-plane
            "states":["nova.compute"]           | "states":"nova.compute"         | /states             | must be a list
            "states":["nova.compute"]           | "states":[""]                   | /states/0           | must not be empty
            2026-11-24T22:00:00+01:00           | tonight                         | /start              | is not a time such as
            2026-11-25T02:00:00Z                | 2026-11-24T02:00:00Z            | /window/end         | must be after start
            "incident"                          | "incidents"                     | /incidents          | is not known here; known are impact, incident
            "snapshot":"snap-2"                 | "snap":"snap-2"                 | /packages/0/snap    | is not known here
            """)
    void everyMistakeIsToldWithItsPlace(String what, String instead, String pointer, String detail) {
        String json = WHOLE.replace(what, instead == null ? "" : instead);
        assertThat(json).isNotEqualTo(WHOLE);
        Map<String, String> faults = faults(json);
        assertThat(faults).containsKey(pointer);
        assertThat(faults.get(pointer)).contains(detail);
    }

    @Test
    void whatIsNoObjectIsToldToo() {
        assertThat(faults("[]")).containsEntry("", "must be a JSON object");
        assertThat(faults("{").get("")).startsWith("is not JSON");
        assertThat(faults("{}").keySet()).contains("/title", "/reason", "/origin", "/selector", "/policy", "/start");
    }

    private static Map<String, String> faults(String json) {
        MalformedException malformed = catchThrowableOfType(MalformedException.class, () -> read(json));
        return malformed.faults().stream().collect(Collectors.toMap(Fault::pointer, Fault::detail));
    }
}
