package dev.tidegate.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The ports a data directory was served on last. A start that is free to choose takes the same again where it can, so
 * that a psql or kcat command line stays right over a restart.
 */
final class RememberedPorts {
    /** The one address anything embedded listens on. */
    static final String LOOPBACK = "127.0.0.1";

    private static final int BACKLOG = 50;
    private final Path file;

    RememberedPorts(Path file) {
        this.file = file;
    }

    /** The port used last for this name, or 0. A file that is missing or unreadable only means a new choice. */
    synchronized int last(String name) {
        try {
            if (!Files.exists(file)) {
                return 0;
            }
            int port = Integer.parseInt(PrivateFiles.readProperties(file).getProperty(name, "0"));
            return port > 0 && port <= 0xffff ? port : 0;
        } catch (IOException | IllegalArgumentException ignored) {
            return 0;
        }
    }

    /**
     * Opens a listening socket: on the wanted port, or, when that is 0, on the one used last, or else on any free one.
     *
     * @throws EmbeddedException naming the port, when a configured one is taken
     */
    ServerSocketChannel bind(String name, String what, int wanted) throws IOException {
        if (wanted != 0) {
            try {
                return listen(wanted);
            } catch (IOException failure) {
                throw taken(what, wanted, failure);
            }
        }
        int last = last(name);
        if (last != 0) {
            try {
                return listen(last);
            } catch (IOException failure) {
                if (!Causes.isPortTaken(failure)) {
                    throw failure;
                }
            }
        }
        return listen(0);
    }

    static EmbeddedException taken(String what, int port, Throwable failure) {
        return new EmbeddedException(
                what + " cannot listen on " + LOOPBACK + ":" + port + ": " + Causes.explain(failure)
                        + "; stop the program that uses port " + port
                        + ", or configure another (0 takes any free one)",
                failure);
    }

    // one file, two writers: Kafka and PostgreSQL start at the same time
    void remember(String name, int port) throws IOException {
        synchronized (RememberedPorts.class) {
            Map<String, String> ports = new TreeMap<>();
            if (Files.exists(file)) {
                Properties known = PrivateFiles.readProperties(file);
                known.stringPropertyNames().forEach(key -> ports.put(key, known.getProperty(key)));
            }
            ports.put(name, Integer.toString(port));
            PrivateFiles.writeProperties(file, "The ports used last; rewritten at every start", ports);
        }
    }

    static int portOf(ServerSocketChannel socket) {
        return socket.socket().getLocalPort();
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port), BACKLOG);
            return socket;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }
}
