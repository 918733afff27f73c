package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.InclusionReceipt;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Proves on this machine that an entry is in the log, by its receipt and the log's public key. */
public final class EntryProof {

    private final PlatformClient platform;

    public EntryProof(PlatformClient platform) {
        this.platform = platform;
    }

    /** Fetches entry, receipt and key, and verifies them here. */
    public Proof check(long index) {
        JsonNode proof = platform.get(Service.AUDIT, Query.of("/entries/{}/proof", Long.toString(index)));
        byte[] leaf = Json.text(proof, "leaf").getBytes(StandardCharsets.UTF_8);
        Checked<Checkpoint> verified = VerifierKey.parse(Json.text(proof, "verifierKey"))
                .then(key -> InclusionReceipt.parse(Json.text(proof, "receipt"))
                        .then(receipt -> receipt.verify(leaf, key.name(), List.of(key))));
        return switch (verified) {
            case Checked.Accepted<Checkpoint>(Checkpoint checkpoint) ->
                new Proof(
                        true, "entry %d of %d, signed by %s".formatted(index, checkpoint.size(), checkpoint.origin()));
            case Checked.Refused<Checkpoint>(Refusal refusal) ->
                new Proof(false, "entry %d: %s".formatted(index, refusal.detail()));
        };
    }

    /**
     * What came of it.
     *
     * @param held whether it is proved
     * @param sentence what was proved, or why not
     */
    public record Proof(boolean held, String sentence) {}
}
