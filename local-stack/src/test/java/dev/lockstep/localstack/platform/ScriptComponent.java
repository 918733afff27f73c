package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.process.ChildSpec;
import dev.lockstep.localstack.process.StopSignal;
import dev.lockstep.localstack.server.Component;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A component that is a shell script; ready once the script has made a file named {@code NAME.ready}. */
record ScriptComponent(String name, Path folder, String script, Set<String> dependsOn) implements Component {
    static final String SERVE = "while :; do sleep 0.1; done";

    /** Serves until it is told to end; both are written to a file that all scripts of the folder share. */
    static ScriptComponent serving(String name, Path folder, String... dependsOn) {
        return new ScriptComponent(
                name,
                folder,
                "echo start %1$s >>events; trap 'echo stop %1$s >>events; exit 0' TERM; touch %1$s.ready; %2$s"
                        .formatted(name, SERVE),
                Set.of(dependsOn));
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1/" + name);
    }

    @Override
    public Set<Integer> ports() {
        return Set.of();
    }

    @Override
    public void prepare(Consumer<String> progress) {}

    @Override
    public ChildSpec child() {
        return new ChildSpec(
                name,
                List.of("sh", "-c", script),
                Map.of(),
                folder,
                folder.resolve(name + ".log"),
                StopSignal.TERMINATE,
                false);
    }

    @Override
    public Optional<String> awaited() {
        return Files.exists(folder.resolve(name + ".ready")) ? Optional.empty() : Optional.of("its file");
    }

    @Override
    public void furnish() {}

    @Override
    public Duration startLimit() {
        return Duration.ofSeconds(30);
    }

    @Override
    public int startAttempts() {
        return 1;
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Optional<String> delaysStop() {
        return Optional.empty();
    }

    @Override
    public void stopped() {}
}
