package dev.lockstep.localstack.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses TCP ports on loopback. A port that was given is nobody else's who chooses in this way, in this process or in
 * another one of this machine, until this object is closed or the process ends, however it ends.
 */
public final class Ports implements AutoCloseable {
    /**
     * Below the range that systems take for outgoing connections: there, a client that tries to reach a stopped server
     * can get the server's own port.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private final PortLocks locks;
    private final Map<Integer, PortLocks.Held> given = new HashMap<>();

    public Ports() {
        this(PortLocks.OF_THIS_MACHINE);
    }

    /** @param folder in which those who must not meet reserve their ports */
    Ports(Path folder) {
        this(new PortLocks(folder));
    }

    private Ports(PortLocks locks) {
        this.locks = locks;
    }

    /**
     * The wanted port when it is free, else the next free one above it.
     *
     * @throws IllegalStateException when there is none
     */
    public synchronized int nearest(int wanted) {
        for (int port = wanted; port <= 65_535; port++) {
            if (take(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + wanted + " up");
    }

    /** Any free port. */
    public synchronized int any() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (take(port)) {
                return port;
            }
        }
    }

    /** Reserves first and looks then: whoever reserved it before may be about to listen. */
    private boolean take(int port) {
        PortLocks.Held held = locks.reserve(port).orElse(null);
        if (held == null) {
            return false;
        }
        if (!isFree(port)) {
            held.close();
            return false;
        }
        given.put(port, held);
        return true;
    }

    /** Whether a server could listen on the port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives all ports back. */
    @Override
    public synchronized void close() {
        given.values().forEach(PortLocks.Held::close);
        given.clear();
    }
}
