package dev.lockstep.audit.signing;

import dev.lockstep.audit.ledger.CheckpointMemory;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.ledger.LogIdentity.Signers;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The folder with the log's signing key (readable by its owner only), the verifier keys for everybody, and the latest checkpoint
 * known to be published. Replicas share it: what one of them changes, the others notice before they sign again.
 *
 * <p>While a key is handed over to the next, both sign; which keys may sign what is told by the verifier keys alone. A signing key that
 * they do not name signs nothing.
 */
public final class KeyFolder implements CheckpointMemory {

    private static final String SIGNING_KEY = "signing-key";
    private static final String NEXT_SIGNING_KEY = "next-signing-key";
    private static final String VERIFIER_KEYS = "verifier-key";
    private static final String CHECKPOINT = "checkpoint";
    private static final String PERSON_SECRET = "person-secret";
    private static final int SECRET_BYTES = 32;

    private final KeyFiles files;
    private final String origin;
    private final LogIdentity identity = new LogIdentity(this::signers);
    private Loaded loaded;
    private Optional<Checkpoint> remembered;

    /** What was read, and how the file looked then. */
    private record Loaded(Stamp stamp, Signers signers) {}

    private record Stamp(String file, FileTime modified, long size) {}

    /** What came of the wish to change the key. */
    public sealed interface Change {

        /** It was done; these are the keys now. */
        record Done(LogKeys keys) implements Change {}

        /** Nothing was changed, and why. */
        record NotNow(String why) implements Change {}
    }

    private KeyFolder(KeyFiles files, String origin) throws IOException {
        this.files = files;
        this.origin = origin;
        this.loaded = load();
        Path checkpoint = files.path(CHECKPOINT);
        this.remembered = Files.exists(checkpoint)
                ? Optional.of(identity.open(Files.readString(checkpoint)).orElseThrow())
                : Optional.empty();
    }

    /**
     * Opens the folder, and makes it with a new key when there is none.
     *
     * @param origin the log's name, which is also the key's
     * @throws IllegalStateException when the key is readable by others, is another log's or cannot be read
     */
    public static KeyFolder open(Path folder, String origin) {
        try {
            Files.createDirectories(folder);
            KeyFiles files = new KeyFiles(folder);
            if (!Files.exists(files.path(SIGNING_KEY))) {
                files.writeSecretOnce(SIGNING_KEY, SigningKey.generate(origin).toText());
            }
            return new KeyFolder(files, origin);
        } catch (IOException failed) {
            throw new UncheckedIOException("the key folder " + folder, failed);
        }
    }

    /**
     * The secret under which the keys of persons are kept; made when there is none. Without it nobody can read any more who did what.
     *
     * @throws IllegalStateException when it is readable by others or no secret
     */
    public byte[] personSecret() {
        try {
            if (!Files.exists(files.path(PERSON_SECRET))) {
                byte[] secret = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(secret);
                files.writeSecretOnce(PERSON_SECRET, HexFormat.of().formatHex(secret));
            }
            files.requireOwnerOnly(PERSON_SECRET);
            return HexFormat.of()
                    .parseHex(Files.readString(files.path(PERSON_SECRET)).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException("the secret for the keys of persons", failed);
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException(files.path(PERSON_SECRET) + " is no secret");
        }
    }

    private Loaded load() throws IOException {
        SigningKey first = signingKey(SIGNING_KEY);
        if (!Files.exists(files.path(VERIFIER_KEYS))) {
            files.write(VERIFIER_KEYS, LogKeys.of(first.verifier()).toText());
        }
        Stamp stamp = stamp();
        LogKeys keys = accepted(LogKeys.parse(Files.readString(files.path(VERIFIER_KEYS))), VERIFIER_KEYS);
        if (!keys.name().equals(origin)) {
            throw new IllegalStateException("%s are the keys of the log %s, not of %s"
                    .formatted(files.path(VERIFIER_KEYS), keys.name(), origin));
        }
        List<SigningKey> signing = new ArrayList<>();
        for (LogKeys.Term term : keys.terms()) {
            if (term.isOpen()) {
                signing.add(term.key().equals(first.verifier()) ? first : next(term.key()));
            }
        }
        return new Loaded(stamp, new Signers(signing, keys));
    }

    private SigningKey next(VerifierKey wanted) throws IOException {
        SigningKey next = signingKey(NEXT_SIGNING_KEY);
        if (!next.verifier().equals(wanted)) {
            throw new IllegalStateException("there is no signing key for " + wanted);
        }
        return next;
    }

    private SigningKey signingKey(String name) throws IOException {
        files.requireOwnerOnly(name);
        SigningKey key = accepted(SigningKey.parse(Files.readString(files.path(name))), name);
        if (!key.verifier().name().equals(origin)) {
            throw new IllegalStateException("%s is the key of the log %s, not of %s"
                    .formatted(files.path(name), key.verifier().name(), origin));
        }
        return key;
    }

    private <T> T accepted(Checked<T> read, String name) {
        return switch (read) {
            case Checked.Accepted<T>(T value) -> value;
            case Checked.Refused<T>(var refusal) ->
                throw new IllegalStateException(
                        "%s is not a %s: %s".formatted(files.path(name), name.replace('-', ' '), refusal.detail()));
        };
    }

    /** Every change replaces the file, so that it is another one afterwards. */
    private Stamp stamp() throws IOException {
        BasicFileAttributes now = Files.readAttributes(files.path(VERIFIER_KEYS), BasicFileAttributes.class);
        return new Stamp(String.valueOf(now.fileKey()), now.lastModifiedTime(), now.size());
    }

    private synchronized Signers signers() {
        try {
            if (!stamp().equals(loaded.stamp())) {
                loaded = load();
            }
            return loaded.signers();
        } catch (IOException failed) {
            throw new UncheckedIOException("reading the log's keys", failed);
        }
    }

    /** The log's name and keys, as they are whenever it is asked. */
    public LogIdentity identity() {
        return identity;
    }

    /**
     * Makes a new key that signs beside the present one from the next entry on; not while an earlier change is not over. Nobody may append
     * meanwhile.
     *
     * @param entries of the log now
     */
    public synchronized Change rotate(long entries) {
        Signers now = signers();
        if (now.signing().size() > 1) {
            return new Change.NotNow("a change of the key is under way already");
        }
        try {
            settle(now);
            SigningKey next = SigningKey.generate(origin);
            Files.deleteIfExists(files.path(NEXT_SIGNING_KEY));
            files.writeSecretOnce(NEXT_SIGNING_KEY, next.toText());
            files.write(
                    VERIFIER_KEYS, now.keys().with(next.verifier(), entries + 1).toText());
            return new Change.Done(signers().keys());
        } catch (IOException failed) {
            throw new UncheckedIOException("changing the log's key", failed);
        }
    }

    /**
     * Ends what the old key may sign with the present state of the log; not when no change is under way, and not before the new key has signed
     * a checkpoint, so that some checkpoint is signed by both. Nobody may append meanwhile.
     *
     * @param head the latest checkpoint
     */
    public synchronized Change retire(Optional<String> head) {
        Signers now = signers();
        if (now.signing().size() < 2) {
            return new Change.NotNow("no change of the key is under way");
        }
        VerifierKey newest = now.signing().getLast().verifier();
        Checked<Checkpoint> signed = SignedNote.parse(head.orElse("").getBytes(StandardCharsets.UTF_8))
                .then(note -> note.verifiedBy(List.of(newest)))
                .then(Checkpoint::parse);
        return switch (signed) {
            case Checked.Refused<Checkpoint> _ -> new Change.NotNow("the new key has not signed a checkpoint yet");
            case Checked.Accepted<Checkpoint>(Checkpoint last) ->
                retired(now.keys().newestAloneAfter(last.size()));
        };
    }

    private Change retired(LogKeys keys) {
        try {
            files.write(VERIFIER_KEYS, keys.toText());
            Signers after = signers();
            settle(after);
            return new Change.Done(after.keys());
        } catch (IOException failed) {
            throw new UncheckedIOException("ending the log's old key", failed);
        }
    }

    /** The one key that signs takes the place of the one that does no more; its secret is forgotten. */
    private void settle(Signers alone) throws IOException {
        VerifierKey signing = alone.signing().getFirst().verifier();
        if (!signingKey(SIGNING_KEY).verifier().equals(signing)) {
            files.replace(NEXT_SIGNING_KEY, SIGNING_KEY);
        }
    }

    @Override
    public synchronized Optional<Checkpoint> remembered() {
        return remembered;
    }

    @Override
    public synchronized void remember(Checkpoint checkpoint, String note) {
        if (remembered.map(Checkpoint::size).orElse(0L) >= checkpoint.size()) {
            return;
        }
        try {
            files.write(CHECKPOINT, note);
            remembered = Optional.of(checkpoint);
        } catch (IOException failed) {
            throw new UncheckedIOException("remembering a checkpoint", failed);
        }
    }
}
