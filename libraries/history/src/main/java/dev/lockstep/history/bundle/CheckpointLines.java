package dev.lockstep.history.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a bundle, the oldest first, each believed only under the signature of a key in its term. A batch at a time is read and verified,
 * while the one before is used.
 */
final class CheckpointLines implements AutoCloseable {

    private static final int BATCH = 256;
    private static final int LONGEST = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LogKeys keys;
    private final Findings findings;
    private final @Nullable BufferedReader lines;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Deque<Read> ready = new ArrayDeque<>();
    private @Nullable Future<List<Read>> next;
    private long line;
    private long lastSize;
    private long count;
    private String lastNote = "";

    CheckpointLines(Path file, LogKeys keys, Findings findings) {
        this.keys = keys;
        this.findings = findings;
        try {
            this.lines = Files.isRegularFile(file) ? Files.newBufferedReader(file, StandardCharsets.UTF_8) : null;
        } catch (IOException failed) {
            throw new UncheckedIOException("reading checkpoints", failed);
        }
        next = executor.submit(this::readBatch);
    }

    private record Read(long line, String note, Checked<Checkpoint> checkpoint) {}

    private List<Read> readBatch() throws IOException {
        List<Read> batch = new ArrayList<>();
        while (lines != null && batch.size() < BATCH) {
            String text = lines.readLine();
            if (text == null) {
                break;
            }
            line++;
            batch.add(read(text));
        }
        return batch;
    }

    private Read read(String text) {
        try {
            String note = text.length() > LONGEST ? null : JSON.readValue(text, String.class);
            return note == null || !JSON.writeValueAsString(note).equals(text)
                    ? malformed("not a signed note as a JSON string")
                    : new Read(line, note, keys.open(note));
        } catch (JsonProcessingException malformed) {
            return malformed("not a JSON string");
        }
    }

    private Read malformed(String why) {
        return new Read(line, "", Checked.refused(Refusal.Kind.MALFORMED, why));
    }

    static Finding.Kind kind(Refusal refusal) {
        return switch (refusal.kind()) {
            case FOREIGN_ORIGIN, UNKNOWN_KEY -> Finding.Kind.CHECKPOINT_FOREIGN;
            case OUT_OF_TERM -> Finding.Kind.KEY_OUT_OF_TERM;
            case MALFORMED, OUT_OF_RANGE, WRONG_PROOF_LENGTH, ROOT_MISMATCH, BAD_SIGNATURE ->
                Finding.Kind.CHECKPOINT_FORGED;
        };
    }

    /** The next checkpoint that is believed, or null after the last one. */
    @Nullable Checkpoint next() {
        while (true) {
            if (ready.isEmpty() && !refill()) {
                return null;
            }
            Read read = ready.remove();
            String place = BundleLayout.CHECKPOINTS + " line " + read.line();
            switch (read.checkpoint()) {
                case Checked.Accepted<Checkpoint>(Checkpoint checkpoint)
                when checkpoint.size() > lastSize -> {
                    lastSize = checkpoint.size();
                    lastNote = read.note();
                    count++;
                    return checkpoint;
                }
                case Checked.Accepted<Checkpoint>(Checkpoint checkpoint) ->
                    findings.add(
                            Finding.Kind.CHECKPOINT_REPLAYED,
                            place,
                            "a checkpoint of %d entries after one of %d".formatted(checkpoint.size(), lastSize));
                case Checked.Refused<Checkpoint>(Refusal refusal) ->
                    findings.add(kind(refusal), place, refusal.detail());
            }
        }
    }

    private boolean refill() {
        Future<List<Read>> reading = next;
        if (reading == null) {
            return false;
        }
        try {
            ready.addAll(reading.get());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while verifying", interrupted);
        } catch (java.util.concurrent.ExecutionException notText) {
            findings.add(Finding.Kind.CHECKPOINT_FORGED, BundleLayout.CHECKPOINTS, "it is not text in UTF-8");
        }
        next = ready.size() < BATCH ? null : executor.submit(this::readBatch);
        return !ready.isEmpty();
    }

    /** The last one that was believed, as it was signed; empty before the first. */
    String lastNote() {
        return lastNote;
    }

    /** How many were believed so far. */
    long count() {
        return count;
    }

    /** Reads what is left. */
    void drain() {
        while (next() != null) {
            // Every one is verified; there is nothing left to compare it with.
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (lines != null) {
                lines.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("closing checkpoints", failed);
        }
    }
}
