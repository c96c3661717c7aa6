package dev.tidegate.rollout.flow;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wire to a PostgreSQL, which reads along what is asked and can be cut: before a statement arrives, or when it has been
 * carried out and before its answer arrives. Speaks version 3 of its protocol, without TLS.
 */
final class Wire implements Closeable {
    private static final int LENGTH = 4;
    private static final int PARSE = 'P';
    private static final int BIND = 'B';
    private static final int QUERY = 'Q';
    private static final int READY = 'Z';

    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final Fates fates;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What becomes of a statement. */
    enum Fate {
        PASSES,
        CUT_BEFORE,
        CUT_AFTER
    }

    /** Says what becomes of each statement; from many threads. */
    interface Fates {
        /**
         * @param connection tells one from another
         * @param message with which it is asked for, its parameters among them
         */
        Fate of(int connection, String statement, String message);
    }

    Wire(String host, int port, Fates fates) throws IOException {
        this.host = host;
        this.port = port;
        this.fates = fates;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket near = listening.accept();
                Socket far = new Socket(host, port);
                open.add(near);
                open.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Pair pair = new Pair(near, far);
                Thread.ofVirtual().start(() -> pair.until(pair::up));
                Thread.ofVirtual().start(() -> pair.until(pair::down));
            }
        } catch (IOException closed) {
            cut(listening);
        }
    }

    private static void cut(Closeable one) {
        try {
            one.close();
        } catch (IOException gone) {
            // it is cut either way
        }
    }

    /** One connection, there and back. */
    private final class Pair {
        private final Socket near;
        private final Socket far;
        private final Map<String, String> prepared = new HashMap<>();
        private volatile boolean deaf;

        Pair(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        private interface Way {
            void go() throws IOException;
        }

        void until(Way way) {
            try {
                way.go();
            } catch (IOException ended) {
                deaf = true;
            }
            cut(near);
            cut(far);
            open.remove(near);
            open.remove(far);
        }

        /** What is asked. */
        void up() throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(near.getInputStream()));
            OutputStream out = far.getOutputStream();
            pass(out, -1, body(in));
            while (true) {
                int kind = in.readUnsignedByte();
                byte[] body = body(in);
                switch (fate(kind, new String(body, StandardCharsets.ISO_8859_1))) {
                    case PASSES -> {}
                    case CUT_BEFORE -> {
                        return;
                    }
                    case CUT_AFTER -> deaf = true;
                }
                pass(out, kind, body);
            }
        }

        private Fate fate(int kind, String message) {
            int end = message.indexOf('\0');
            return switch (kind) {
                case PARSE -> {
                    prepared.put(message.substring(0, end), message.substring(end + 1, message.indexOf('\0', end + 1)));
                    yield Fate.PASSES;
                }
                case BIND -> {
                    String name = message.substring(end + 1, message.indexOf('\0', end + 1));
                    yield fates.of(near.getPort(), prepared.getOrDefault(name, name), message);
                }
                case QUERY -> fates.of(near.getPort(), message.substring(0, end), "");
                default -> Fate.PASSES;
            };
        }

        /** What is answered. */
        void down() throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(far.getInputStream()));
            OutputStream out = near.getOutputStream();
            while (true) {
                int kind = in.readUnsignedByte();
                byte[] body = body(in);
                if (!deaf) {
                    pass(out, kind, body);
                } else if (kind == READY) {
                    return;
                }
            }
        }

        private static byte[] body(DataInputStream in) throws IOException {
            byte[] body = new byte[in.readInt() - LENGTH];
            in.readFully(body);
            return body;
        }

        private static void pass(OutputStream out, int kind, byte[] body) throws IOException {
            int start = kind < 0 ? 0 : 1;
            byte[] message = new byte[start + LENGTH + body.length];
            if (kind >= 0) {
                message[0] = (byte) kind;
            }
            int length = body.length + LENGTH;
            for (int i = 0; i < LENGTH; i++) {
                message[start + i] = (byte) (length >>> 8 * (LENGTH - 1 - i));
            }
            System.arraycopy(body, 0, message, start + LENGTH, body.length);
            out.write(message);
            out.flush();
        }
    }

    @Override
    public void close() {
        cut(listening);
        open.forEach(Wire::cut);
    }
}
