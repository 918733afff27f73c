package dev.lockstep.siterunner.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.ClusterId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that says which clusters are served by other machines. */
class TransportsTest {

    private static final Transport LOCAL = new LocalTransport(List.of(), StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private SshMachines machines;

    @BeforeEach
    void makeAKey() throws Exception {
        machines = new SshMachines(folder, "/bin/sh");
    }

    @AfterEach
    void endTheServer() throws IOException {
        machines.close();
    }

    private Transports read(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("machines.json"), json);
        return Transports.read(file, LOCAL, StandardCharsets.UTF_8);
    }

    private static String machine(String more) {
        return "{\"host\":\"admin\",\"user\":\"lockstep\",\"keyFile\":\"id_ecdsa\",\"knownHosts\":\"known_hosts\","
                + more + "}";
    }

    private static String file(String... machines) {
        return "{\"machines\":[" + String.join(",", machines) + "]}";
    }

    @Test
    void aClusterIsServedByTheMachineThatNamesIt() throws IOException {
        Transports transports = read(file(machine("\"clusters\":[\"Contoso:CLU01\"],\"folders\":[\"/opt/tools\"]")));

        assertThat(transports.of(new ClusterId("contoso:clu01"))).isInstanceOf(SshTransport.class);
        assertThat(transports.of(new ClusterId("contoso:clu02"))).isSameAs(LOCAL);
        assertThat(Transports.allLocal(LOCAL).of(new ClusterId("contoso:clu01")))
                .isSameAs(LOCAL);
    }

    @Test
    void aStarStandsForAllThatNoMachineNames() throws IOException {
        Transports transports =
                read(file(machine("\"clusters\":[\"contoso:clu01\"]"), machine("\"clusters\":[\"*\"],\"port\":2222")));

        assertThat(transports.of(new ClusterId("contoso:clu02")))
                .isSameAs(transports.of(new ClusterId("fabrikam:clu09")))
                .isNotSameAs(transports.of(new ClusterId("contoso:clu01")))
                .isInstanceOf(SshTransport.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{|is not understood",
                "{}|names no machines",
                "{\"machines\":[]}|names no machines",
                "{\"machine\":[]}|is not understood",
                "{\"machines\":[{\"clusters\":[\"*\"]}]}|has host, user, keyFile and knownHosts"
            })
    void aMistakeInTheFileIsNamed(String json, String words) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aMistakeInAMachineIsNamed() throws IOException {
        assertThatThrownBy(() -> read(file(machine("\"clusters\":[]")))).hasMessageContaining("names no clusters");
        assertThatThrownBy(() -> read(file(machine("\"clusters\":[\"*\"],\"port\":70000"))))
                .hasMessageContaining("a port of 1 to 65535");
        assertThatThrownBy(() -> read(file(machine("\"clusters\":[\"*\"],\"folders\":[\"tools\"]"))))
                .hasMessageContaining("begin with a slash");
        assertThatThrownBy(() -> read(file(machine("\"clusters\":[\"*\"]"), machine("\"clusters\":[\"*\"]"))))
                .hasMessageContaining("two machines name *");
        assertThatThrownBy(() -> read(file(machine("\"clusters\":[\"clu01\"]"))))
                .isInstanceOf(IllegalArgumentException.class);
        Files.setPosixFilePermissions(machines.keyFile(), PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(() -> read(file(machine("\"clusters\":[\"*\"]")))).hasMessageContaining("is open to others");
        Files.delete(machines.keyFile());
        assertThatThrownBy(() -> read(file(machine("\"clusters\":[\"*\"]"))))
                .hasMessageContaining("there is no key file");
    }
}
