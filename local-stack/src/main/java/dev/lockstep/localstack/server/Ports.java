package dev.lockstep.localstack.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses TCP ports on loopback that nobody listens on; never the same one twice. */
public final class Ports {
    /**
     * Below the range that systems take for outgoing connections: there, a client that tries to reach a stopped server
     * can get the server's own port.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private final Set<Integer> given = new HashSet<>();

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

    private boolean take(int port) {
        return !given.contains(port) && isFree(port) && given.add(port);
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
}
