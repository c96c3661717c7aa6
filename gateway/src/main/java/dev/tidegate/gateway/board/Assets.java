package dev.tidegate.gateway.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.webjars.WebJarVersionLocator;

/**
 * All files of the dashboard, read and compressed once. They are native modules that refer to each other by relative
 * paths, so one hash over all of them in front of the path makes every address good for ever, and no import has to be
 * rewritten.
 */
public final class Assets {
    /** Where files are found; the hash comes next. */
    public static final String ROOT = "/ui/assets/";

    private static final String OURS = "ui/";
    private static final String PAGE = "index.html";
    private static final String MODULES = "<!-- modules -->";
    private static final String BASE = "{assets}";

    /** Libraries, by the name that modules import them under. */
    private static final List<Vendored> VENDORED = List.of(
            new Vendored("lit-html", "lit-html.js"),
            new Vendored("lit-html", "directive.js"),
            new Vendored("lit-html", "directive-helpers.js"),
            new Vendored("lit-html", "directives/repeat.js"),
            new Vendored("lit-html", "directives/live.js"),
            new Vendored("uplot", "dist/uPlot.esm.js"),
            new Vendored("uplot", "dist/uPlot.min.css"));

    private record Vendored(String library, String file) {
        String name() {
            return "vendor/" + library + "/" + file;
        }
    }

    private final String base;
    private final SortedMap<String, Asset> files;
    private final Asset page;

    private Assets(String base, SortedMap<String, Asset> files, Asset page) {
        this.base = base;
        this.files = files;
        this.page = page;
    }

    /** Reads them from the class path; throws when one is missing, which is a broken build. */
    public static Assets load() {
        try {
            SortedMap<String, byte[]> contents = ours();
            contents.putAll(libraries());
            byte[] template = contents.remove(PAGE);
            if (template == null) {
                throw new IllegalStateException(OURS + PAGE + " is missing from the class path");
            }
            String base = ROOT + hash(contents) + "/";
            SortedMap<String, Asset> files = new TreeMap<>();
            contents.forEach((name, content) -> files.put(name, Asset.of(name, content)));
            return new Assets(base, files, Asset.of(PAGE, page(template, base, contents)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path that all files are below: it changes with any of them. */
    public String base() {
        return base;
    }

    /** @param name relative to {@link #base} */
    public Optional<Asset> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    public Map<String, Asset> files() {
        return files;
    }

    /** The one page. */
    public Asset page() {
        return page;
    }

    private static SortedMap<String, byte[]> ours() throws IOException {
        SortedMap<String, byte[]> out = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:" + OURS + "**/*.*")) {
            String url = file.getURL().toString();
            out.put(url.substring(url.lastIndexOf("/" + OURS) + OURS.length() + 1), file.getContentAsByteArray());
        }
        return out;
    }

    private static Map<String, byte[]> libraries() throws IOException {
        WebJarVersionLocator locator = new WebJarVersionLocator();
        Map<String, byte[]> out = new TreeMap<>();
        for (Vendored vendored : VENDORED) {
            String path = locator.fullPath(vendored.library(), vendored.file());
            try (InputStream in =
                    path == null ? null : Assets.class.getClassLoader().getResourceAsStream(path)) {
                if (in == null) {
                    throw new IllegalStateException(vendored.name() + " is missing from the class path");
                }
                out.put(vendored.name(), in.readAllBytes());
            }
        }
        return out;
    }

    private static byte[] page(byte[] template, String base, Map<String, byte[]> contents) {
        String preloads = Imports.closure("js/main.js", contents).stream()
                .map(name -> "<link rel=\"modulepreload\" href=\"" + base + name + "\">")
                .collect(Collectors.joining("\n"));
        return new String(template, StandardCharsets.UTF_8)
                .replace(MODULES, preloads)
                .replace(BASE + "/", base)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(Map<String, byte[]> contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
