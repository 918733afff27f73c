package dev.lockstep.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.engine.Groups;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.GroupState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabRestartTest {
    private static final Path SCENARIO = Path.of("src/main/resources/scenarios/contoso-clu01.yaml");

    @TempDir
    Path folder;

    private Lab open(double speed) throws IOException {
        return Lab.open(folder, Inventory.read(SCENARIO), speed, Clock.systemUTC());
    }

    @Test
    void aMoveThatWasUnderWayGoesOnAfterARestart() throws Exception {
        try (Lab lab = open(30)) {
            lab.perform((world, tick) -> Groups.move(world, world.clusters().getFirst(), "Cluster Group", "E2K3-N1"));
        }
        try (Lab lab = open(30)) {
            assertThat(lab.await(
                            world -> cluster(world)
                                            .group("Cluster Group")
                                            .orElseThrow()
                                            .state()
                                    == GroupState.ONLINE,
                            java.time.Duration.ofMinutes(2)))
                    .isTrue();
            assertThat(cluster(lab.now()).group("Cluster Group").orElseThrow().owner())
                    .isEqualTo("E2K3-N1");
        }
    }

    private static Cluster cluster(DataCentre world) {
        return world.clusters().getFirst();
    }

    @Test
    void aTornLineWasNeverAcknowledged() throws Exception {
        try (Lab lab = open(1000)) {
            lab.perform((world, tick) -> Groups.create(world, cluster(world), "Kept"));
        }
        Path journal = folder.resolve("data-centre.journal");
        Files.writeString(journal, "{\"clusters\":[{\"name\":\"CLU", StandardOpenOption.APPEND);

        try (Lab lab = open(1000)) {
            assertThat(cluster(lab.now()).group("Kept")).isPresent();
            lab.perform((world, tick) -> Groups.create(world, cluster(world), "After"));
        }
        try (Lab lab = open(1000)) {
            assertThat(cluster(lab.now()).group("Kept")).isPresent();
            assertThat(cluster(lab.now()).group("After")).isPresent();
        }
    }

    @Test
    void aKilledLabRemembersWhatItAcknowledged() throws Exception {
        Process first = serve();
        Programs programs = new Programs(port(first), folder.resolve("token"));
        for (int i = 0; i < 5; i++) {
            assertThat(programs.run("cluster", "CLU01", "group", "G" + i, "/create")
                            .exitCode())
                    .isZero();
        }
        first.destroyForcibly().waitFor();

        Process second = serve();
        try {
            Programs again = new Programs(port(second), folder.resolve("token"));
            List<String> lines =
                    again.run("cluster", "CLU01", "group", "/status").lines();
            for (int i = 0; i < 5; i++) {
                String name = "G" + i;
                assertThat(lines).anyMatch(each -> each.startsWith(name + " "));
            }
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    private Process serve() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lockstep.lab.Main");
        builder.environment()
                .put("LOCKSTEP_LAB_SCENARIO", SCENARIO.toAbsolutePath().toString());
        builder.environment().put("LOCKSTEP_LAB_STATE", folder.toString());
        builder.environment().put("LOCKSTEP_LAB_PORT", "0");
        builder.environment().remove("LOCKSTEP_LAB_TOKEN");
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static int port(Process lab) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(lab.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        assertThat(line).contains("lab ready on");
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }
}
