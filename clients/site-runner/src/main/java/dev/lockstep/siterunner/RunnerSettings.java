package dev.lockstep.siterunner;

import dev.lockstep.siterunner.transport.HostSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a site runner, all by environment:
 *
 * <ul>
 *   <li>{@code LOCKSTEP_SITE}: the site it serves
 *   <li>{@code LOCKSTEP_ORCHESTRATION_URL}: the orchestration service
 *   <li>{@code LOCKSTEP_ISSUER_URL}: Keycloak's realm
 *   <li>{@code LOCKSTEP_CLIENT_ID}, and {@code LOCKSTEP_CLIENT_SECRET} or {@code LOCKSTEP_CLIENT_SECRET_FILE}
 *   <li>{@code LOCKSTEP_RUNNER}: its own name; default the host's
 *   <li>{@code LOCKSTEP_WORK}: where it remembers its tasks; default {@code site-runner} in the current folder
 *   <li>{@code LOCKSTEP_COMMAND_PATH}: folders searched for programs before {@code PATH}
 *   <li>{@code LOCKSTEP_REDACT_FILE}: a file of further secrets that never leave the runner, one a line; default none
 *   <li>{@code LOCKSTEP_COMMAND_CHARSET}: of the programs' output; default UTF-8
 *   <li>{@code LOCKSTEP_PARALLEL_TASKS}: 1 to 64; default 4
 *   <li>{@code LOCKSTEP_SSH_MACHINES}: the file that says which clusters are served by other machines over SSH; default none
 * </ul>
 */
public record RunnerSettings(
        String site,
        String runner,
        URI orchestration,
        URI issuer,
        String clientId,
        String clientSecret,
        Path work,
        List<Path> programFolders,
        Charset charset,
        int parallelTasks,
        @Nullable Path sshMachines,
        @Nullable Path furtherSecrets) {
    private static final int MOST_PARALLEL = 64;

    public RunnerSettings {
        programFolders = List.copyOf(programFolders);
        if (parallelTasks < 1 || parallelTasks > MOST_PARALLEL) {
            throw new IllegalArgumentException("LOCKSTEP_PARALLEL_TASKS is 1 to " + MOST_PARALLEL);
        }
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     */
    public static RunnerSettings from(Map<String, String> given) throws IOException {
        Map<String, String> environment = HostSystem.current().variables(given);
        return new RunnerSettings(
                required(environment, "LOCKSTEP_SITE"),
                environment.getOrDefault("LOCKSTEP_RUNNER", host()),
                URI.create(required(environment, "LOCKSTEP_ORCHESTRATION_URL")),
                URI.create(required(environment, "LOCKSTEP_ISSUER_URL")),
                required(environment, "LOCKSTEP_CLIENT_ID"),
                secret(environment),
                Path.of(environment.getOrDefault("LOCKSTEP_WORK", "site-runner")),
                programFolders(environment),
                Charset.forName(environment.getOrDefault("LOCKSTEP_COMMAND_CHARSET", "UTF-8")),
                Integer.parseInt(environment.getOrDefault("LOCKSTEP_PARALLEL_TASKS", "4")),
                file(environment, "LOCKSTEP_SSH_MACHINES"),
                file(environment, "LOCKSTEP_REDACT_FILE"));
    }

    /** The folders that are searched for programs: those of {@code LOCKSTEP_COMMAND_PATH}, then those of {@code PATH}. */
    public static List<Path> programFolders(Map<String, String> environment) {
        HostSystem system = HostSystem.current();
        Map<String, String> variables = system.variables(environment);
        List<Path> folders = new ArrayList<>();
        for (String name : List.of("LOCKSTEP_COMMAND_PATH", "PATH")) {
            system.folders(variables.getOrDefault(name, "")).forEach(each -> folders.add(Path.of(each)));
        }
        return folders;
    }

    private static @Nullable Path file(Map<String, String> environment, String name) {
        String file = environment.getOrDefault(name, "");
        return file.isEmpty() ? null : Path.of(file);
    }

    private static String secret(Map<String, String> environment) throws IOException {
        String file = environment.getOrDefault("LOCKSTEP_CLIENT_SECRET_FILE", "");
        return file.isEmpty()
                ? required(environment, "LOCKSTEP_CLIENT_SECRET")
                : Files.readString(Path.of(file)).strip();
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "site-runner";
        }
    }

    @Override
    public String toString() {
        return "RunnerSettings[site=" + site + ", runner=" + runner + ", orchestration=" + orchestration + "]";
    }
}
