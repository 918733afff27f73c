package dev.lockstep.localstack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run as a child process.
 *
 * @param name short name, used in messages and for the log file
 * @param command program and arguments; never passed through a shell
 * @param environment variables beside the few that every child gets (PATH, HOME, locale, time zone)
 * @param directory working directory; must exist
 * @param log file that standard output and standard error are appended to
 * @param stopSignal how the child is asked to end, also when its parent dies
 * @param refusesRoot whether the program refuses to run as root and must be given another identity
 */
public record ChildSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        StopSignal stopSignal,
        boolean refusesRoot) {

    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program: " + name);
        }
    }

    /** Names variables but not their values, which may be secrets. */
    @Override
    public String toString() {
        return "ChildSpec[" + name + ", " + command.getFirst() + ", environment " + environment.keySet() + "]";
    }
}
