package dev.lockstep.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.localstack.process.ChildProcess;
import dev.lockstep.localstack.process.ChildSpec;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.process.PortOwner;
import dev.lockstep.localstack.process.StopSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StarterTest {
    private final Launcher launcher = Launcher.forThisMachine();

    @TempDir
    private Path folder;

    /** Launched in a process of its own: listens on the port until it is ended. */
    public static final class Listening {
        public static void main(String[] arguments) throws Exception {
            try (ServerSocket socket =
                    new ServerSocket(Integer.parseInt(arguments[0]), 1, InetAddress.ofLiteral("127.0.0.1"))) {
                socket.accept();
            }
        }
    }

    @Test
    void aPortThatAnotherProgramHoldsIsTheReasonToldAndNothingIsLaunched() throws Exception {
        try (Ports ports = new Ports();
                ServerSocket other = new ServerSocket(ports.any(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = other.getLocalPort();
            List<String> progress = new ArrayList<>();

            assertThatThrownBy(() -> new Starter(launcher)
                            .bringUp(
                                    new Server(port, List.of("sh", "-c", "exit 0")),
                                    child -> progress.add("launched"),
                                    progress::add))
                    .isInstanceOf(IOException.class)
                    .hasMessage("server cannot start: another program holds its port " + port + ".");
            assertThat(progress).containsExactly("another program holds port " + port);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anAnswerOfAnotherProgramIsNotTakenForTheChilds() throws Exception {
        try (Ports ports = new Ports()) {
            int port = ports.any();
            List<ServerSocket> others = new ArrayList<>();

            assertThatThrownBy(() -> new Starter(launcher)
                            .bringUp(
                                    new Server(port, List.of("sleep", "60")),
                                    child -> others.add(open(port)),
                                    text -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("still waiting: another program answers at port " + port);
            others.getFirst().close();
        }
    }

    @Test
    void theChildIsReadyWhenItListensItself() throws Exception {
        try (Ports ports = new Ports()) {
            int port = ports.any();
            String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
            String classes = System.getProperty("java.class.path");

            ChildProcess child = new Starter(launcher)
                    .bringUp(
                            new Server(
                                    port,
                                    List.of(java, "-cp", classes, Listening.class.getName(), Integer.toString(port))),
                            launched -> {},
                            text -> {});

            assertThat(child.ownerOf(port)).isNotEqualTo(PortOwner.SOMEBODY_ELSE);
            child.kill();
        }
    }

    private static ServerSocket open(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A component that counts as ready as soon as anybody listens on its port. */
    private final class Server implements Component {
        private final int port;
        private final List<String> command;

        Server(int port, List<String> command) {
            this.port = port;
            this.command = command;
        }

        @Override
        public String name() {
            return "server";
        }

        @Override
        public Set<String> dependsOn() {
            return Set.of();
        }

        @Override
        public URI address() {
            return URI.create("http://127.0.0.1:" + port);
        }

        @Override
        public Set<Integer> ports() {
            return Set.of(port);
        }

        @Override
        public void prepare(Consumer<String> progress) {}

        @Override
        public ChildSpec child() {
            return new ChildSpec(name(), command, Map.of(), folder, folder.resolve("log"), StopSignal.TERMINATE, false);
        }

        @Override
        public Optional<String> awaited() {
            return Ports.isFree(port) ? Optional.of("a listener") : Optional.empty();
        }

        @Override
        public void furnish() {}

        @Override
        public Duration startLimit() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int startAttempts() {
            return 1;
        }

        @Override
        public Duration stopLimit() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Optional<String> delaysStop() {
            return Optional.empty();
        }

        @Override
        public void stopped() {}
    }
}
