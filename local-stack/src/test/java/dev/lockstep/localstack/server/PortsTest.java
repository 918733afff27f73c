package dev.lockstep.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    private static final int PROCESSES = 4;
    private static final int PORTS_EACH = 10;

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path reservations;

    @AfterEach
    void nothingIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    /** Launched in a process of its own: chooses ports when told to, and holds them until it is ended. */
    public static final class Choosing {
        public static void main(String[] arguments) throws IOException {
            Ports ports = new Ports(Path.of(arguments[0]));
            System.out.println("asks");
            for (int round = System.in.read(); round >= 0; round = System.in.read()) {
                for (int i = 0; i < PORTS_EACH; i++) {
                    System.out.println(ports.nearest(Integer.parseInt(arguments[1])));
                }
            }
        }
    }

    @Test
    void theWantedPortIsGivenWhenItIsFree() {
        int free;
        try (Ports ports = new Ports()) {
            free = ports.any();
        }

        try (Ports ports = new Ports()) {
            assertThat(ports.nearest(free)).isEqualTo(free);
        }
    }

    @Test
    void aTakenPortIsSteppedAround() throws IOException {
        try (Ports ports = new Ports();
                ServerSocket taken = new ServerSocket(ports.any(), 1, InetAddress.ofLiteral("127.0.0.1"));
                Ports others = new Ports(reservations)) {
            int port = others.nearest(taken.getLocalPort());

            assertThat(port).isGreaterThan(taken.getLocalPort());
            assertThat(Ports.isFree(port)).isTrue();
        }
    }

    @Test
    void noPortIsGivenTwice() {
        try (Ports ports = new Ports();
                Ports others = new Ports()) {
            int first = ports.any();

            assertThat(ports.nearest(first)).isNotEqualTo(first);
            assertThat(others.nearest(first)).isNotEqualTo(first);
            assertThat(new Ports().nearest(first))
                    .as("a refusal gives nothing back")
                    .isNotEqualTo(first);
        }
    }

    @Test
    void processesThatChooseAtTheSameTimeGetDifferentPortsAndOneThatIsKilledGivesItsBack() throws Exception {
        int base;
        try (Ports ports = new Ports()) {
            base = ports.any();
        }
        List<BufferedReader> answers = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            answers.add(choosing(base));
        }
        for (BufferedReader answer : answers) {
            assertThat(answer.readLine()).isEqualTo("asks");
        }

        for (Process process : processes) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        List<Set<String>> given = new ArrayList<>();
        Set<String> all = new HashSet<>();
        for (BufferedReader answer : answers) {
            Set<String> ports = new HashSet<>();
            for (int i = 0; i < PORTS_EACH; i++) {
                ports.add(answer.readLine());
            }
            given.add(ports);
            all.addAll(ports);
        }
        assertThat(all).hasSize(PROCESSES * PORTS_EACH);

        processes.getFirst().destroyForcibly().waitFor();

        try (Ports ports = new Ports(reservations)) {
            Set<String> again = new HashSet<>();
            for (int i = 0; i < PORTS_EACH; i++) {
                again.add(Integer.toString(ports.nearest(base)));
            }
            assertThat(again).isEqualTo(given.getFirst());
        }
    }

    @Test
    void whereNothingCanBeReservedPortsAreChosenAllTheSame() throws IOException {
        Path file = Files.createFile(reservations.resolve("file"));
        try (Ports ports = new Ports(file)) {
            int port = ports.any();

            assertThat(ports.nearest(port)).isNotEqualTo(port);
        }
    }

    private BufferedReader choosing(int base) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Choosing.class.getName(),
                        reservations.toString(),
                        Integer.toString(base))
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
