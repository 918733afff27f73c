package dev.lockstep.cli.command;

import dev.lockstep.cli.terminal.Terminal;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param terminal where it prints
 * @param input what is piped into it
 * @param environment the environment variables
 * @param workingFolder what relative paths are relative to
 * @param home the person's home folder
 * @param http speaks to services
 * @param clock tells the time
 */
public record Surroundings(
        Terminal terminal,
        InputStream input,
        Map<String, String> environment,
        Path workingFolder,
        Path home,
        HttpClient http,
        InstantSource clock) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
