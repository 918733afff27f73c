package dev.lockstep.siterunner.transport;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.contracts.ClusterId;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the commands of each cluster run: on a machine that a file names, otherwise on this one. */
public final class Transports {
    private static final String ALL_OTHERS = "*";
    private static final int SSH = 22;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Transport local;
    private final Map<String, Transport> byCluster;

    private Transports(Transport local, Map<String, Transport> byCluster) {
        this.local = local;
        this.byCluster = Map.copyOf(byCluster);
    }

    /** Everything runs on this machine. */
    public static Transports allLocal(Transport local) {
        return new Transports(local, Map.of());
    }

    /** The file: {@code {"machines": [...]}}. */
    private record Machines(@Nullable List<Machine> machines) {}

    /**
     * One machine of the file; paths are relative to the file's folder.
     *
     * @param clusters ids such as {@code contoso:clu01}, or {@code *} for all that no machine names
     * @param port 22 when absent
     */
    private record Machine(
            @Nullable List<String> clusters,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String user,
            @Nullable String keyFile,
            @Nullable String knownHosts,
            @Nullable List<String> folders) {}

    /**
     * Reads which clusters are served over SSH.
     *
     * @param charset of the programs' output
     * @throws IllegalArgumentException when the file cannot be read, or says what cannot be; in words for a person
     */
    public static Transports read(Path file, Transport local, Charset charset) {
        Machines read;
        try {
            read = JSON.readValue(Files.readAllBytes(file), Machines.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not understood: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
        if (read == null || read.machines() == null || read.machines().isEmpty()) {
            throw new IllegalArgumentException(file + " names no machines");
        }
        Map<String, Transport> byCluster = new HashMap<>();
        for (Machine each : read.machines()) {
            Transport transport = new SshTransport(machine(file, each), charset);
            List<String> clusters = each.clusters() == null ? List.of() : each.clusters();
            if (clusters.isEmpty()) {
                throw new IllegalArgumentException(file + ": a machine names no clusters");
            }
            for (String cluster : clusters) {
                String id =
                        cluster.equals(ALL_OTHERS) ? cluster : new ClusterId(cluster.toLowerCase(Locale.ROOT)).value();
                if (byCluster.put(id, transport) != null) {
                    throw new IllegalArgumentException(file + ": two machines name " + cluster);
                }
            }
        }
        return new Transports(local, byCluster);
    }

    private static SshMachine machine(Path file, Machine machine) {
        String host = machine.host();
        String user = machine.user();
        String keyFile = machine.keyFile();
        String knownHosts = machine.knownHosts();
        if (host == null || user == null || keyFile == null || knownHosts == null) {
            throw new IllegalArgumentException(file + ": a machine has host, user, keyFile and knownHosts");
        }
        SshMachine read = new SshMachine(
                host,
                machine.port() == null ? SSH : machine.port(),
                user,
                file.toAbsolutePath().resolveSibling(keyFile),
                file.toAbsolutePath().resolveSibling(knownHosts),
                machine.folders() == null ? List.of() : machine.folders());
        try {
            PrivateKeyFile.read(read.keyFile());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return read;
    }

    /** How commands of a cluster are run. */
    public Transport of(ClusterId cluster) {
        Transport named = byCluster.get(cluster.value());
        return named == null ? byCluster.getOrDefault(ALL_OTHERS, local) : named;
    }
}
