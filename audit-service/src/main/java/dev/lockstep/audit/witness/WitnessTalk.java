package dev.lockstep.audit.witness;

import dev.lockstep.audit.ledger.StoredTiles;
import dev.lockstep.audit.witness.WitnessClient.Answer;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.TiledTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Gets the cosignature of one witness on a checkpoint, and keeps it. No connection is held while the witness is waited for. */
final class WitnessTalk {

    private final DataSource dataSource;
    private final WitnessClient client;

    WitnessTalk(DataSource dataSource, WitnessClient client) {
        this.dataSource = dataSource;
        this.client = client;
    }

    /** How it stands with a witness. */
    sealed interface Outcome {

        /** It has cosigned this state, or another replica has brought it further already. */
        record UpToDate(long entries) implements Outcome {}

        /** It has not cosigned. */
        record Trouble(long entries, String what) implements Outcome {}
    }

    /** @param note of the checkpoint, under the log's signature */
    Outcome ask(Witness witness, SignedNote note, Checkpoint checkpoint) throws SQLException, InterruptedException {
        long last = last(witness);
        if (last >= checkpoint.size()) {
            return new Outcome.UpToDate(last);
        }
        Answer answer = submit(witness, last, note, checkpoint);
        if (answer instanceof Answer.FromElsewhere(long size) && size != last && size <= checkpoint.size()) {
            answer = submit(witness, size, note, checkpoint);
        }
        return switch (answer) {
            case Answer.Cosigned(var cosignature) -> {
                try (Connection connection = dataSource.getConnection()) {
                    new Cosignatures(connection).add(checkpoint.size(), witness.key(), cosignature);
                }
                yield new Outcome.UpToDate(checkpoint.size());
            }
            case Answer.FromElsewhere(long size) when last(witness) >= size -> new Outcome.UpToDate(size);
            case Answer.FromElsewhere(long size) ->
                new Outcome.Trouble(
                        last,
                        "it has cosigned %d entries of this log, which was at %d: another replica was faster, or the log was set back"
                                .formatted(size, checkpoint.size()));
            case Answer.Refused(String why) -> new Outcome.Trouble(last, why);
        };
    }

    private long last(Witness witness) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return new Cosignatures(connection).last(witness.key());
        }
    }

    private Answer submit(Witness witness, long old, SignedNote note, Checkpoint checkpoint)
            throws SQLException, InterruptedException {
        return client.addCheckpoint(witness, old, proof(old, checkpoint.size()), note);
    }

    private List<Hash> proof(long old, long size) throws SQLException {
        if (old == 0 || old == size) {
            return List.of();
        }
        try (Connection connection = dataSource.getConnection()) {
            return new TiledTree(new StoredTiles(connection), size).consistencyProof(old);
        }
    }
}
