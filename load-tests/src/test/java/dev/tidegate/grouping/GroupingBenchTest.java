package dev.tidegate.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupingBenchTest {
    private static final String NETWORK = """
            time,name,ip,host,short,time_label,event_label
            100000,"Wazuh: one, quoted",10.0.0.1,web,W,x,scan
            100001,"Wazuh: one, quoted",10.0.0.1,web,W,x,scan
            50000,Suricata: two,10.0.0.2,mail,S,x,-
            200000.5,Suricata: two,10.0.0.2,mail,S,x,crack
            200001.5,Suricata: two,10.0.0.2,mail,S,x,crack
            """;
    private static final String EVENTS = """
            start,end,msg_id,rec_id,category,component,raw_count,loc_type,location,block,group_l00,group_l05,group_l09
            2013-04-02T22:40:36.223930,2013-04-02T22:40:53.867908,00062001,1,Block,MMCS,4,QIJ,Q0H-I1-J05,0,1,1,1
            2013-04-02T22:40:37,2013-04-02T22:40:53,00062001,2,Block,MMCS,2,QIJ,Q0H-I1-J05,0,1,1,2
            2013-06-02T22:40:37,2013-06-02T22:40:53,000A0007,3,Card,BQC,2,QIJ,R00-M1-N05,7,2,2,3
            """;

    @TempDir
    Path data = Path.of("/nowhere");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void bothSetsAsTables() throws IOException {
        write("ait-ads/net.csv.gz", NETWORK);
        write("mira-ras/mira_fatal_events_2013.csv.gz", EVENTS);
        assertThat(run("--data", data.toString(), "--strengths", "0.3,1")).isZero();
        assertThat(text(out))
                .containsPattern("ait-ads +with noise +attack steps +5 +1.0000")
                .containsPattern("ait-ads +overlapping \\(ours\\) +attack steps +4 ")
                .containsPattern("mira +as states +group_l05 +3 +1.0000")
                .containsPattern("ait-ads +with noise +attack steps +0.5 \\(default\\) +1.0000 +1.0000 +3 +1.7")
                .contains("a variant of our own");
        assertThat(text(err)).contains("bench grouping: mira as events, strength 0.3");
    }

    @Test
    void asJsonOneObjectALineAndMissingSetsAreTold() throws IOException {
        write("ait-ads/net.csv.gz", NETWORK);
        assertThat(run("--json", "--data", data.toString(), "--strengths", "0.5"))
                .isEqualTo(1);
        assertThat(text(out).lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("{")
                .contains("\"area\":1.0");
        assertThat(text(err)).contains("bench grouping: mira is missing").doesNotContain("ait-ads is missing");
    }

    @Test
    void whatCannotBeReadIsToldAndTheOtherSetIsMeasured() throws IOException {
        write("ait-ads/net.csv.gz", NETWORK.replace("100001", "noon"));
        write("mira-ras/mira_fatal_events_2013.csv.gz", EVENTS);
        assertThat(run("--data", data.toString(), "--strengths", "0.5")).isEqualTo(1);
        assertThat(text(err)).contains("net.csv.gz, line 3: time must be seconds since 1970, not \"noon\"");
        assertThat(text(out)).contains("mira").doesNotContain("ait-ads");
    }

    @Test
    void attacksOverlapWhenEachBeginsAMinuteAfterTheOneBefore() throws IOException {
        write("ait-ads/net.csv.gz", NETWORK);
        Variant overlapping = AitAds.read(data).getLast();
        assertThat(overlapping.sites().getFirst().alerts())
                .extracting(alert -> alert.startsAt() / 1_000_000)
                .containsExactly(100_000L, 100_001L, 100_060L, 100_061L);
    }

    @Test
    void macroIsTheMeanOverSitesAndThenOverLabels() throws IOException {
        write("ait-ads/a.csv.gz", NETWORK);
        // months apart: told twice, so that half of the pairs (each alert with itself) are found
        write(
                "ait-ads/b.csv.gz",
                "time,name,ip,host,short,time_label,event_label\n1,x,i,h,s,l,scan\n9000000,y,j,k,s,l,scan\n");
        List<Result> results = new Sweep(List.of(0.5), new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(AitAds.read(data).getFirst());
        assertThat(results).hasSize(1);
        assertThat(results.getFirst().at().getFirst().recall()).isCloseTo((0.75 + 1) / 2, within(1e-9));
        assertThat(results.getFirst().at().getFirst().incidents()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--data",
                "--data /nowhere/at/all",
                "--data . --strengths 0.1,2",
                "--data . --strengths 0.1,,1",
                "--data . --fast"
            })
    void wrongOptionsAreRefused(String options) {
        assertThat(run(options.isEmpty() ? new String[0] : options.split(" ", -1)))
                .isEqualTo(2);
        assertThat(text(err)).contains("see ./tidegate bench grouping --help");
    }

    @Test
    void helpIsNoMistake() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).startsWith("usage: ./tidegate bench grouping");
    }

    private int run(String... args) {
        return GroupingBench.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(data.resolve(name.substring(0, name.indexOf('/'))));
        try (Writer writer =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            writer.write(text);
        }
    }
}
