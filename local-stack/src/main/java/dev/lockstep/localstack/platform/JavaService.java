package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.process.ChildSpec;
import dev.lockstep.localstack.process.StopSignal;
import dev.lockstep.localstack.server.ClassArchive;
import dev.lockstep.localstack.server.Component;
import dev.lockstep.localstack.server.HttpProbe;
import dev.lockstep.localstack.server.JavaCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A part of Lockstep itself: a jar that the build made.
 *
 * @param name of the component
 * @param jar to run
 * @param jvmOptions memory limits
 * @param archive the classes that it loads, kept for its next start
 * @param arguments of the program
 * @param environment its configuration
 * @param directory its working folder
 * @param log file for its output
 * @param dependsOn what must be ready before
 * @param address where it answers
 * @param readiness path below the address that answers 200 when it serves; empty when it only has to run
 */
record JavaService(
        String name,
        Path jar,
        List<String> jvmOptions,
        ClassArchive archive,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        Path log,
        Set<String> dependsOn,
        URI address,
        String readiness)
        implements Component {

    JavaService {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        dependsOn = Set.copyOf(dependsOn);
    }

    @Override
    public Set<Integer> ports() {
        return address.getPort() < 0 ? Set.of() : Set.of(address.getPort());
    }

    @Override
    public void prepare(Consumer<String> progress) throws IOException {
        if (!Files.exists(jar)) {
            throw new IOException(name + " is not built: " + jar + " is missing");
        }
        Files.createDirectories(directory);
        archive.prepare();
    }

    @Override
    public ChildSpec child() {
        List<String> target = new ArrayList<>(List.of("-jar", jar.toString()));
        target.addAll(arguments);
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(archive.options());
        return new ChildSpec(
                name, JavaCommand.of(options, target), environment, directory, log, StopSignal.TERMINATE, false);
    }

    @Override
    public Optional<String> awaited() {
        return readiness.isEmpty() ? Optional.empty() : HttpProbe.awaited(address.resolve(readiness));
    }

    @Override
    public void furnish() {}

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(4);
    }

    @Override
    public int startAttempts() {
        return 2;
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofSeconds(archive.records() ? 90 : 20);
    }

    @Override
    public Optional<String> delaysStop() {
        return archive.delaysStop();
    }

    @Override
    public void stopped() throws IOException {
        archive.keep();
    }

    /** Without the values of the environment, some of which are secrets. */
    @Override
    public String toString() {
        return "JavaService[" + name + ", " + jar + "]";
    }
}
