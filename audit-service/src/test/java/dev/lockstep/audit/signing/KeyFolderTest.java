package dev.lockstep.audit.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.TreeHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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

        assertThat(second.identity().keys()).isEqualTo(first.identity().keys());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("new").resolve("signing-key"))))
                .isEqualTo("rw-------");
        assertThat(LogKeys.parse(Files.readString(folder.resolve("new").resolve("verifier-key")))
                        .orElseThrow())
                .isEqualTo(first.identity().keys());
        assertThat(first.identity().keys().terms()).hasSize(1);
    }

    @Test
    void processesThatStartTogetherShareOneKey() throws Exception {
        List<Callable<LogKeys>> starts = new ArrayList<>();
        for (int process = 0; process < 8; process++) {
            starts.add(() -> KeyFolder.open(folder, ORIGIN).identity().keys());
        }
        List<LogKeys> keys = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (Future<LogKeys> key : executor.invokeAll(starts)) {
                keys.add(key.get());
            }
        }

        assertThat(keys).containsOnly(KeyFolder.open(folder, ORIGIN).identity().keys());
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
                    checkpoint(size), keys.identity().sign(checkpoint(size)).toString());
        }

        assertThat(keys.remembered()).contains(checkpoint(7));
        assertThat(KeyFolder.open(folder, ORIGIN).remembered()).contains(checkpoint(7));
    }

    @Test
    void aRememberedCheckpointThatWasTamperedWithIsRefused() throws IOException {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        keys.remember(checkpoint(7), keys.identity().sign(checkpoint(7)).toString());
        Path file = folder.resolve("checkpoint");
        Files.writeString(file, Files.readString(file).replace("\n7\n", "\n8\n"));

        assertThatThrownBy(() -> KeyFolder.open(folder, ORIGIN)).hasMessageContaining("BAD_SIGNATURE");
    }

    private static LogKeys done(KeyFolder.Change change) {
        assertThat(change).isInstanceOf(KeyFolder.Change.Done.class);
        return ((KeyFolder.Change.Done) change).keys();
    }

    private static String refused(KeyFolder.Change change) {
        assertThat(change).isInstanceOf(KeyFolder.Change.NotNow.class);
        return ((KeyFolder.Change.NotNow) change).why();
    }

    private String signed(KeyFolder keys, long size) {
        return keys.identity().sign(checkpoint(size)).toString();
    }

    @Test
    void aKeyIsHandedOverInTwoSteps() {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        LogKeys before = keys.identity().keys();
        String old = signed(keys, 40);

        LogKeys during = done(keys.rotate(40));
        String both = signed(keys, 41);
        LogKeys after = done(keys.retire(Optional.of(both)));
        String fresh = signed(keys, 42);

        assertThat(during.terms()).extracting(LogKeys.Term::first).containsExactly(0L, 41L);
        assertThat(after.terms()).extracting(LogKeys.Term::last).containsExactly(41L, Long.MAX_VALUE);
        assertThat(List.of(old, both)).allMatch(note -> before.open(note) instanceof Checked.Accepted);
        assertThat(before.open(fresh)).isInstanceOf(Checked.Refused.class);
        assertThat(List.of(old, both, fresh)).allMatch(note -> after.open(note) instanceof Checked.Accepted);
        assertThat(folder.resolve("next-signing-key")).doesNotExist();
    }

    @Test
    void theSecretOfTheOldKeyIsForgotten() throws IOException {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        String secret = Files.readString(folder.resolve("signing-key"));
        keys.rotate(40);

        done(keys.retire(Optional.of(signed(keys, 41))));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> contains(file, secret));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void otherReplicasAndLaterStartsNotice() {
        KeyFolder one = KeyFolder.open(folder, ORIGIN);
        KeyFolder other = KeyFolder.open(folder, ORIGIN);

        LogKeys during = done(one.rotate(40));
        assertThat(other.identity().keys()).isEqualTo(during);
        String both = signed(other, 41);
        LogKeys after = done(other.retire(Optional.of(both)));

        assertThat(one.identity().keys()).isEqualTo(after);
        assertThat(signed(one, 42)).isEqualTo(signed(other, 42));
        assertThat(KeyFolder.open(folder, ORIGIN).identity().keys()).isEqualTo(after);
        assertThat(signed(KeyFolder.open(folder, ORIGIN), 42)).isEqualTo(signed(one, 42));
    }

    @Test
    void aKeyIsHandedOverAgainAndAgain() {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        for (long size = 10; size <= 50; size += 10) {
            done(keys.rotate(size));
            done(keys.retire(Optional.of(signed(keys, size + 1))));
        }

        assertThat(keys.identity().keys().terms())
                .extracting(LogKeys.Term::last)
                .containsExactly(11L, 21L, 31L, 41L, 51L, Long.MAX_VALUE);
    }

    @Test
    void onlyOneChangeAtATimeAndNoEndBeforeBothHaveSigned() {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        String old = signed(keys, 40);

        assertThat(refused(keys.retire(Optional.of(old)))).contains("no change");
        done(keys.rotate(40));
        assertThat(refused(keys.rotate(40))).contains("under way");
        assertThat(refused(keys.retire(Optional.of(old)))).contains("not signed");
        assertThat(refused(keys.retire(Optional.empty()))).contains("not signed");
        assertThat(keys.identity().keys().terms()).allMatch(LogKeys.Term::isOpen);
    }

    /** Killed after the old key had ended and before the new one had taken its place. */
    @Test
    void aChangeThatBrokeOffIsFinishedByTheNext() throws IOException {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        done(keys.rotate(40));
        byte[] old = Files.readAllBytes(folder.resolve("signing-key"));
        byte[] next = Files.readAllBytes(folder.resolve("next-signing-key"));
        LogKeys after = done(keys.retire(Optional.of(signed(keys, 41))));
        Files.write(folder.resolve("signing-key"), old);
        Files.write(folder.resolve("next-signing-key"), next);
        Files.setPosixFilePermissions(folder.resolve("next-signing-key"), PosixFilePermissions.fromString("rw-------"));

        KeyFolder again = KeyFolder.open(folder, ORIGIN);

        assertThat(after.open(signed(again, 42))).isInstanceOf(Checked.Accepted.class);
        LogKeys during = done(again.rotate(42));
        assertThat(during.terms()).hasSize(3);
        assertThat(after.open(signed(again, 43))).isInstanceOf(Checked.Accepted.class);
    }

    /** Killed after the new secret was written and before the keys named it. */
    @Test
    void aSecretThatTheKeysDoNotNameSignsNothing() throws IOException {
        KeyFolder keys = KeyFolder.open(folder, ORIGIN);
        LogKeys before = keys.identity().keys();
        done(keys.rotate(40));
        Files.writeString(folder.resolve("verifier-key"), before.toText());

        KeyFolder again = KeyFolder.open(folder, ORIGIN);

        assertThat(again.identity().sign(checkpoint(41)).signatures()).hasSize(1);
        assertThat(done(again.rotate(41)).terms()).hasSize(2);
    }

    @Test
    void keysOfAnotherLogAreRefused() throws IOException {
        KeyFolder.open(folder, ORIGIN);
        Files.writeString(
                folder.resolve("verifier-key"),
                LogKeys.of(SigningKey.generate("lockstep.example/other").verifier())
                        .toText());

        assertThatThrownBy(() -> KeyFolder.open(folder, ORIGIN)).hasMessageContaining("lockstep.example/other");
    }
}
