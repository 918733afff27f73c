package dev.lockstep.audit.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.TreeHasher;
import dev.lockstep.transparencylog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {

    private static final String ORIGIN = "lockstep.example/audit";

    @TempDir
    Path folder;

    private Checkpoint checkpoint(long size) {
        return new Checkpoint(ORIGIN, size, new TreeHasher().leaf(new byte[] {(byte) size}));
    }

    @Test
    void theFirstStartMakesAKeyThatLaterStartsFind() throws IOException {
        KeyFolder first = KeyFolder.open(folder.resolve("new"), ORIGIN);
        KeyFolder second = KeyFolder.open(folder.resolve("new"), ORIGIN);

        assertThat(second.identity().verifier()).isEqualTo(first.identity().verifier());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("new").resolve("signing-key"))))
                .isEqualTo("rw-------");
        assertThat(VerifierKey.parse(Files.readString(folder.resolve("new").resolve("verifier-key"))
                                .strip())
                        .orElseThrow())
                .isEqualTo(first.identity().verifier());
    }

    @Test
    void processesThatStartTogetherShareOneKey() throws Exception {
        List<Callable<VerifierKey>> starts = new ArrayList<>();
        for (int process = 0; process < 8; process++) {
            starts.add(() -> KeyFolder.open(folder, ORIGIN).identity().verifier());
        }
        List<VerifierKey> keys = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (Future<VerifierKey> key : executor.invokeAll(starts)) {
                keys.add(key.get());
            }
        }

        assertThat(keys).containsOnly(KeyFolder.open(folder, ORIGIN).identity().verifier());
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws IOException {
        KeyFolder.open(folder, ORIGIN);
        Files.setPosixFilePermissions(folder.resolve("signing-key"), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyFolder.open(folder, ORIGIN)).hasMessageContaining("chmod 600");
    }

    @Test
    void aKeyOfAnotherLogIsRefused() {
        KeyFolder.open(folder, ORIGIN);

        assertThatThrownBy(() -> KeyFolder.open(folder, "lockstep.example/other"))
                .hasMessageContaining(ORIGIN);
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws IOException {
        KeyFolder.open(folder, ORIGIN);
        Files.writeString(folder.resolve("signing-key"), "nonsense");

        assertThatThrownBy(() -> KeyFolder.open(folder, ORIGIN)).hasMessageContaining("not a signing key");
    }

    @Test
    void theGreatestCheckpointIsRememberedOverStarts() {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        for (long size : new long[] {3, 7, 5}) {
            keys.remember(
                    checkpoint(size),
                    checkpoint(size).signedBy(keys.identity().key()).toString());
        }

        assertThat(keys.remembered()).contains(checkpoint(7));
        assertThat(KeyFolder.open(folder, ORIGIN).remembered()).contains(checkpoint(7));
    }

    @Test
    void aRememberedCheckpointThatWasTamperedWithIsRefused() throws IOException {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        keys.remember(
                checkpoint(7), checkpoint(7).signedBy(keys.identity().key()).toString());
        Path file = folder.resolve("checkpoint");
        Files.writeString(file, Files.readString(file).replace("\n7\n", "\n8\n"));

        assertThatThrownBy(() -> KeyFolder.open(folder, ORIGIN)).hasMessageContaining("BAD_SIGNATURE");
    }
}
