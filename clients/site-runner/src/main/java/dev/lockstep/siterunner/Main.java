package dev.lockstep.siterunner;

import dev.lockstep.siterunner.platform.Orchestration;
import dev.lockstep.siterunner.platform.ServiceAccount;
import dev.lockstep.siterunner.transport.LocalTransport;
import dev.lockstep.siterunner.transport.Transports;
import dev.lockstep.siterunner.work.Redaction;
import dev.lockstep.siterunner.work.SiteRunner;
import dev.lockstep.siterunner.work.TaskMemory;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.http.HttpClient;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the site runner; exit code 2 when a setting is missing or wrong, or another runner works in its folder. */
public final class Main {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private Main() {}

    /** The program's entry; the settings are those of {@link RunnerSettings}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        RunnerSettings settings;
        Redaction redaction;
        Transports transports;
        try {
            settings = RunnerSettings.from(System.getenv());
            redaction = redaction(settings);
            transports = transports(settings);
        } catch (IllegalArgumentException e) {
            System.err.println("site runner: " + e.getMessage());
            System.exit(2);
            return;
        }
        Optional<FileLock> folder = TaskMemory.claim(settings.work());
        if (folder.isEmpty()) {
            System.err.println(
                    "site runner: another runner works in " + settings.work().toAbsolutePath());
            System.exit(2);
            return;
        }
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        ServiceAccount account = new ServiceAccount(
                http, Clock.systemUTC(), settings.issuer(), settings.clientId(), settings.clientSecret());
        SiteRunner runner = new SiteRunner(
                settings,
                new Orchestration(http, settings.orchestration(), account),
                TaskMemory.open(settings.work()),
                transports,
                redaction,
                Clock.systemUTC(),
                text -> System.out.println(Instant.now() + " " + redaction.redact(text)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> runner.stop(FAREWELL), "site-runner-shutdown"));
        try {
            runner.run();
        } finally {
            // The claim ends with the process, and not when the garbage collector finds it.
            Reference.reachabilityFence(folder);
        }
    }

    private static Redaction redaction(RunnerSettings settings) {
        List<String> secrets = new ArrayList<>();
        secrets.add(settings.clientSecret());
        Path further = settings.furtherSecrets();
        if (further != null) {
            secrets.addAll(Redaction.read(further));
        }
        return new Redaction(secrets);
    }

    private static Transports transports(RunnerSettings settings) {
        LocalTransport local = new LocalTransport(settings.programFolders(), settings.charset());
        Path machines = settings.sshMachines();
        return machines == null ? Transports.allLocal(local) : Transports.read(machines, local, settings.charset());
    }
}
