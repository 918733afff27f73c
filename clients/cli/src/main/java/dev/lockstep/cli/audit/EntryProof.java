package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.InclusionReceipt;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.Refusal;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** Proves on this machine that an entry is in the log, by its receipt and the log's public key. */
public final class EntryProof {

    private final PlatformClient platform;
    private final LogKeys keys;

    /** @param keys the log's public keys, from a place that the log does not control */
    public EntryProof(PlatformClient platform, LogKeys keys) {
        this.platform = platform;
        this.keys = keys;
    }

    /** Fetches entry and receipt and verifies them here. */
    public Proof check(long index) {
        byte[] leaf = canonical(platform.get(Service.AUDIT, Query.of("/entries/{}", Long.toString(index)))
                .path("event"));
        JsonNode proof = platform.get(Service.AUDIT, Query.of("/entries/{}/proof", Long.toString(index)));
        Checked<Checkpoint> verified =
                InclusionReceipt.parse(Json.text(proof, "receipt")).then(receipt -> receipt.verify(leaf, keys));
        return switch (verified) {
            case Checked.Accepted<Checkpoint>(Checkpoint checkpoint) ->
                new Proof(
                        true,
                        "entry %d in a tree of %d, root %s, signed by %s"
                                .formatted(
                                        index,
                                        checkpoint.size(),
                                        checkpoint.root().toBase64(),
                                        checkpoint.origin()));
            case Checked.Refused<Checkpoint>(Refusal refusal) ->
                new Proof(false, "entry %d: %s".formatted(index, refusal.detail()));
        };
    }

    private static byte[] canonical(JsonNode event) {
        try {
            return new JsonCanonicalizer(event.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED, "The entry is not JSON that can be made canonical: " + e.getMessage(), "");
        }
    }

    /**
     * What came of it.
     *
     * @param held whether it is proved
     * @param sentence what was proved, or why not
     */
    public record Proof(boolean held, String sentence) {}
}
