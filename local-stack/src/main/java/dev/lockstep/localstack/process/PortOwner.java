package dev.lockstep.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Whose server listens on a TCP port of loopback, as far as this machine tells: Linux does, others do not. */
public enum PortOwner {
    /** The child, or a process that it started. */
    CHILD,
    /** Another process: whatever answers there is not the child. */
    SOMEBODY_ELSE,
    UNKNOWN;

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENING = "0A";

    /** 0.0.0.0, 127.0.0.1, and the same and all addresses as IPv6, as the kernel writes them. */
    private static final Set<String> ADDRESSES =
            Set.of("00000000", "0100007F", "00000000000000000000000000000000", "0000000000000000FFFF00000100007F");

    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /** Who listens there, seen from a child that should. */
    public static PortOwner of(int port, ProcessHandle child) {
        try {
            Set<String> listening = listeningSockets(port);
            if (listening.isEmpty()) {
                return UNKNOWN;
            }
            for (ProcessHandle process :
                    Stream.concat(Stream.of(child), child.descendants()).toList()) {
                if (holdsOneOf(listening, process.pid())) {
                    return CHILD;
                }
            }
            return SOMEBODY_ELSE;
        } catch (IOException | UncheckedIOException e) {
            return UNKNOWN;
        }
    }

    private static Set<String> listeningSockets(int port) throws IOException {
        String wanted = ":%04X".formatted(port);
        Set<String> sockets = new HashSet<>();
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                for (String line : Files.readAllLines(table)) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > INODE
                            && fields[STATE].equals(LISTENING)
                            && fields[LOCAL_ADDRESS].endsWith(wanted)
                            && ADDRESSES.contains(fields[LOCAL_ADDRESS]
                                    .substring(0, fields[LOCAL_ADDRESS].indexOf(':'))
                                    .toUpperCase(Locale.ROOT))) {
                        sockets.add("socket:[" + fields[INODE] + "]");
                    }
                }
            }
        }
        return sockets;
    }

    private static boolean holdsOneOf(Set<String> sockets, long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        }
    }

    /** What an open file is; empty when it was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
