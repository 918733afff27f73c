package dev.lockstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.scenario.FaultReader;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.server.CommandLog;
import dev.lockstep.lab.server.Faults;
import dev.lockstep.lab.server.Gateway;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.lab.server.SharedSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;

/** A lab with its programs in a folder, started as real processes. */
final class LabTools implements AutoCloseable {

    private static final int FAST = 5000;
    private static final Path PROGRAMS =
            Path.of("../../lab/src/main/bin").toAbsolutePath().normalize();

    private final Lab lab;
    private final Gateway gateway;
    private final Path folder;

    private LabTools(Lab lab, Gateway gateway, Path folder) {
        this.lab = lab;
        this.gateway = gateway;
        this.folder = folder;
    }

    static LabTools start(Path scenario, Path folder) throws IOException {
        Lab lab = Lab.open(folder.resolve("world"), Inventory.read(scenario), FAST, Clock.systemUTC());
        String secret = SharedSecret.readOrMake(folder.resolve("token"));
        Gateway gateway = Gateway.start(lab, new CommandLog(folder.resolve("commands.jsonl")), secret, 0);
        LabTools tools = new LabTools(lab, gateway, folder);
        for (String program : List.of("cluster", "sc", "reg", "ldifde")) {
            tools.install(program);
        }
        return tools;
    }

    private void install(String program) throws IOException {
        Path file = Files.createDirectories(programs()).resolve(program);
        Files.writeString(file, """
                #!/usr/bin/env bash
                export LOCKSTEP_LAB_URL=http://127.0.0.1:%d LOCKSTEP_LAB_TOKEN='%s'
                exec '%s' "$@"
                """.formatted(gateway.port(), folder.resolve("token"), PROGRAMS.resolve(program)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The folder of the programs. */
    Path programs() {
        return folder.resolve("bin");
    }

    /** Every command that was run, one a line. */
    List<String> commands() throws IOException {
        Path log = folder.resolve("commands.jsonl");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    void arm(JsonNode fault) {
        if (new Faults(lab).add(FaultReader.read(fault)) instanceof Outcome.Refused refused) {
            throw new IllegalArgumentException(refused.message());
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        lab.close();
    }
}
