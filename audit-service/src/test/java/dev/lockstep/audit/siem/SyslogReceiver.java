package dev.lockstep.audit.siem;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A receiver of syslog over real sockets: messages with their octets counted, one connection after the other. */
public final class SyslogReceiver implements AutoCloseable {

    private final ServerSocket server;
    private final String scheme;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile int breakingAfter = Integer.MAX_VALUE;

    /** Over TLS when it has an identity. */
    SyslogReceiver(@Nullable Identity identity) {
        this(identity, 0);
    }

    private SyslogReceiver(@Nullable Identity identity, int port) {
        try {
            InetAddress here = InetAddress.getLoopbackAddress();
            server = identity == null
                    ? new ServerSocket(port, 50, here)
                    : identity.server().getServerSocketFactory().createServerSocket(port, 50, here);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        scheme = identity == null ? "syslog+tcp" : "syslog+tls";
        Thread.ofVirtual().start(this::serve);
    }

    /** One without TLS. */
    public static SyslogReceiver plain() {
        return new SyslogReceiver(null);
    }

    /** One where another was. */
    static SyslogReceiver plainAt(int port) {
        return new SyslogReceiver(null, port);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Where it is. */
    public String address() {
        return "%s://127.0.0.1:%d".formatted(scheme, port());
    }

    /** What came, in order, again when it came again. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Breaks every connection off, without having read the rest, once so many messages came on it. */
    void breakAfter(int count) {
        breakingAfter = count;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                receive(connection);
            } catch (IOException brokenOffOrRefused) {
                // The next one may do better.
            }
        }
    }

    private void receive(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        int count = 0;
        int octets = length(in);
        while (octets >= 0) {
            messages.add(new String(in.readNBytes(octets), StandardCharsets.UTF_8));
            count++;
            if (count >= breakingAfter) {
                connection.setSoLinger(true, 0);
                throw new SocketException("broken off");
            }
            octets = length(in);
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        int next = in.read();
        if (next < 0) {
            return -1;
        }
        while (next != ' ') {
            if (next < '0' || next > '9') {
                throw new EOFException("no count of octets: " + next);
            }
            length = length * 10 + next - '0';
            next = in.read();
        }
        return length;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
