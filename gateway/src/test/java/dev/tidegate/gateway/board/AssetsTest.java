package dev.tidegate.gateway.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class AssetsTest {
    private static final int SCRIPT_BUDGET = 250_000;
    private static final Assets ASSETS = Assets.load();

    @Test
    void allScriptTogetherIsSmall() {
        int packed = ASSETS.files().entrySet().stream()
                .filter(file -> file.getKey().endsWith(".js"))
                .mapToInt(file -> file.getValue().gzip().length)
                .sum();
        System.out.println("script, compressed: " + packed + " bytes");
        assertThat(packed).isLessThan(SCRIPT_BUDGET);
    }

    @Test
    void everyModuleFindsWhatItImports() {
        Map<String, byte[]> contents = new TreeMap<>();
        ASSETS.files().forEach((name, asset) -> contents.put(name, asset.plain()));
        List<String> modules = contents.keySet().stream()
                .filter(name -> name.endsWith(".js") && !name.startsWith("vendor/"))
                .toList();
        assertThat(modules).hasSizeGreaterThan(40);
        modules.forEach(module -> assertThat(Imports.closure(module, contents)).contains(module));
        assertThat(Imports.closure("js/main.js", contents))
                .contains("js/pages/incidents/page.js", "vendor/lit-html/lit-html.js")
                .doesNotContain("vendor/uplot/dist/uPlot.esm.js", "js/pages/audit.js");
        assertThatThrownBy(() ->
                        Imports.closure("a.js", Map.of("a.js", "import './b.js';".getBytes(StandardCharsets.UTF_8))))
                .hasMessage("b.js is imported and not there");
    }

    @Test
    void nothingRefersToAnotherHostAndNothingIsInline() {
        Pattern elsewhere = Pattern.compile("(?:src|href|url|import|from|fetch)\\s*[=(]?\\s*[\"'(]https?://");
        ASSETS.files().forEach((name, asset) -> {
            if (!name.startsWith("vendor/")) {
                assertThat(text(asset)).as(name).doesNotContainPattern(elsewhere);
            }
        });
        String page = text(ASSETS.page());
        assertThat(page)
                .doesNotContain("<style", " style=", "javascript:", "{assets}")
                .doesNotContainPattern("\\son[a-z]+=");
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page).doesNotContainPattern("<script(?![^>]*\\ssrc=)");
    }

    @Test
    void aFileIsItselfWhenItIsUnpacked() throws IOException {
        Asset main = ASSETS.file("js/main.js").orElseThrow();
        byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(main.gzip())).readAllBytes();
        assertThat(unpacked).isEqualTo(main.plain());
        assertThat(ASSETS.base()).matches("/ui/assets/[0-9a-f]{16}/");
        assertThat(Assets.load().base()).isEqualTo(ASSETS.base());
        assertThat(ASSETS.file("js/none.js")).isEmpty();
        assertThat(ASSETS.file("index.html")).isEmpty();
    }

    private static String text(Asset asset) {
        return new String(asset.plain(), StandardCharsets.UTF_8);
    }
}
