package dev.lockstep.cli.collect.tools;

import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.siterunner.RunnerSettings;
import dev.lockstep.siterunner.looking.Looks;
import dev.lockstep.siterunner.transport.LocalTransport;
import dev.lockstep.siterunner.transport.Transports;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether the tools are used, and where they run: here or over SSH, as a site runner runs them and by the same settings. */
public final class ToolOptions {

    private static final String COMMAND_PATH = "LOCKSTEP_COMMAND_PATH";
    private static final String COMMAND_CHARSET = "LOCKSTEP_COMMAND_CHARSET";
    private static final String SSH_MACHINES = "LOCKSTEP_SSH_MACHINES";
    private static final int LONGEST_PATIENCE = 600;

    @Option(
            names = "--tools",
            description = {
                "Look at the cluster with its tools: cluster, sc, reg, and ldifde where there is no --directory.",
                "They are found by LOCKSTEP_COMMAND_PATH and PATH. Nothing is changed there."
            })
    private boolean tools;

    @Option(
            names = "--command-path",
            paramLabel = "FOLDERS",
            description = "Folders that are searched for the tools before PATH (default: LOCKSTEP_COMMAND_PATH).")
    @Nullable private String commandPath;

    @Option(
            names = "--command-charset",
            paramLabel = "NAME",
            description = "The character set of their output (default: LOCKSTEP_COMMAND_CHARSET, or UTF-8).")
    @Nullable private String commandCharset;

    @Option(
            names = "--ssh-machines",
            paramLabel = "FILE",
            description = {
                "The file that says which clusters are looked at from other machines, over SSH with known hosts",
                "(default: LOCKSTEP_SSH_MACHINES)."
            })
    @Nullable private String sshMachines;

    @Option(
            names = "--look-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "For each look (default: 60).")
    private int lookTimeoutSeconds;

    /** Whether the tools are to be used. */
    public boolean asked() {
        return tools;
    }

    /** How long a look may take. */
    Duration patience() {
        if (lookTimeoutSeconds < 1 || lookTimeoutSeconds > LONGEST_PATIENCE) {
            throw invalid("A look takes 1 to 600 seconds.", "");
        }
        return Duration.ofSeconds(lookTimeoutSeconds);
    }

    /** Looks at one cluster, made where its tools run. */
    Looks looks(ClusterId cluster, Surroundings surroundings) {
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        set(environment, COMMAND_PATH, commandPath);
        set(environment, COMMAND_CHARSET, commandCharset);
        set(environment, SSH_MACHINES, sshMachines);
        try {
            Charset charset = Charset.forName(environment.getOrDefault(COMMAND_CHARSET, "UTF-8"));
            LocalTransport local = new LocalTransport(RunnerSettings.programFolders(environment), charset);
            String machines = environment.getOrDefault(SSH_MACHINES, "");
            Transports transports = machines.isEmpty()
                    ? Transports.allLocal(local)
                    : Transports.read(surroundings.workingFolder().resolve(machines), local, charset);
            return new Looks(transports.of(cluster));
        } catch (IllegalArgumentException e) {
            throw invalid("The tools cannot be run: %s.".formatted(e.getMessage()), "See './lockstep collect --help'.");
        }
    }

    private static void set(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    private static CommandFailure invalid(String sentence, String remedy) {
        return new CommandFailure(ExitCode.INVALID, sentence, remedy);
    }
}
