package dev.tidegate.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The services in a JVM of their own, to be killed. The child starts them, leaves a mark in both, says so, and then
 * waits until its input ends.
 */
final class ForkedServices implements AutoCloseable {
    private static final String READY = "READY ";
    private final Process process;
    private final long postgresPid;
    private final List<String> output;

    private ForkedServices(Process process, long postgresPid, List<String> output) {
        this.process = process;
        this.postgresPid = postgresPid;
        this.output = output;
    }

    static ForkedServices start(Path directory, String mark) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForkedServices.class.getName(),
                        directory.toString(),
                        mark)
                .redirectErrorStream(true)
                .start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        List<String> output = new ArrayList<>();
        Optional<String> ready = reader.lines()
                .peek(output::add)
                .filter(line -> line.startsWith(READY))
                .findFirst();
        long postgresPid = ready.map(line -> Long.parseLong(line.substring(READY.length())))
                .orElseThrow(() -> new IOException("the forked services did not start:\n" + String.join("\n", output)));
        return new ForkedServices(process, postgresPid, output);
    }

    public static void main(String[] arguments) throws Exception {
        EmbeddedServices services =
                EmbeddedServices.start(EmbeddedSettings.at(Path.of(arguments[0])), line -> System.out.println(line));
        Traces.leave(services, arguments[1]);
        System.out.println(READY + services.postgres().pid());
        System.in.transferTo(OutputStream.nullOutputStream());
        services.close();
    }

    long pid() {
        return process.pid();
    }

    long postgresPid() {
        return postgresPid;
    }

    List<String> output() {
        return output;
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills, and waits for the server, which still writes in the directory while it stops. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        Processes.awaitEnd(postgresPid);
    }
}
