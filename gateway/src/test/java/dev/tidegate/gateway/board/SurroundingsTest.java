package dev.tidegate.gateway.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.board.Surroundings.Picture;
import dev.tidegate.gateway.board.Surroundings.Vertex;
import dev.tidegate.model.topology.Edge;
import dev.tidegate.model.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static Edge edge(String from, String to) {
        return new Edge(from, to, "rack", "file");
    }

    @Test
    void showsWhatIsAboveTheNodesAndHowMuchStandsOnIt() {
        Surroundings all = new Surroundings(
                new Topology(1, List.of(edge("a", "rack"), edge("b", "rack"), edge("c", "rack"), edge("rack", "feed"))),
                List.of("switch"));
        Picture near = all.of(List.of("a", "b"), 1);
        assertThat(near.vertices())
                .containsExactly(new Vertex("a", 0, 0), new Vertex("b", 0, 0), new Vertex("rack", 1, 3));
        assertThat(near.edges()).containsExactly(edge("a", "rack"), edge("b", "rack"));
        assertThat(all.of(List.of("a"), 2).vertices()).extracting(Vertex::name).containsExactly("a", "rack", "feed");
        assertThat(all.of(List.of("unknown"), 2))
                .isEqualTo(new Picture(List.of(new Vertex("unknown", 0, 0)), List.of()));
    }

    @Test
    void staysSmallHoweverMuchIsAbove() {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            edges.add(edge("a", "above-" + i));
        }
        assertThat(new Surroundings(new Topology(1, edges), List.of())
                        .of(List.of("a"), 1)
                        .vertices())
                .hasSize(400);
    }
}
