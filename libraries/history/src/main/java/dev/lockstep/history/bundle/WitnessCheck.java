package dev.lockstep.history.bundle;

import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.WitnessKey;
import dev.lockstep.transparencylog.WitnessKey.Cosignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checkpoint of a bundle that witnesses cosigned, and whether enough of those who are trusted did. */
final class WitnessCheck {

    private final Trust trust;
    private final Findings findings;
    private final @Nullable Checkpoint checkpoint;
    private final @Nullable Witnessed witnessed;

    WitnessCheck(BundleFolder folder, Trust trust, Findings findings) {
        this.trust = trust;
        this.findings = findings;
        byte[] note = folder.bytes(BundleLayout.WITNESSED).orElse(null);
        this.checkpoint = note == null ? null : believed(note);
        this.witnessed = trust.witnesses().isEmpty() ? null : witnessed(note);
    }

    private @Nullable Checkpoint believed(byte[] note) {
        return switch (trust.keys().open(note)) {
            case Checked.Accepted<Checkpoint>(Checkpoint opened) -> opened;
            case Checked.Refused<Checkpoint>(Refusal refusal) -> {
                findings.add(CheckpointLines.kind(refusal), BundleLayout.WITNESSED, refusal.detail());
                yield null;
            }
        };
    }

    private @Nullable Witnessed witnessed(byte @Nullable [] note) {
        Checkpoint state = checkpoint;
        List<String> by = new ArrayList<>();
        Instant first = Instant.MAX;
        if (note != null && state != null) {
            SignedNote signed = SignedNote.parse(note).orElseThrow();
            for (WitnessKey witness : trust.witnesses()) {
                switch (witness.cosignature(signed)) {
                    case Checked.Accepted<Cosignature>(Cosignature cosignature) -> {
                        by.add(witness.name());
                        first = cosignature.at().isBefore(first) ? cosignature.at() : first;
                    }
                    case Checked.Refused<Cosignature>(Refusal refusal) -> {
                        if (refusal.kind() == Refusal.Kind.BAD_SIGNATURE) {
                            findings.add(Finding.Kind.COSIGNATURE_FORGED, BundleLayout.WITNESSED, refusal.detail());
                        }
                    }
                }
            }
        }
        if (by.size() >= trust.quorum() && state != null) {
            return new Witnessed(state.size(), by, first);
        }
        findings.add(
                Finding.Kind.COSIGNATURES_MISSING,
                BundleLayout.WITNESSED,
                "%d of %d witnesses had to cosign, %s"
                        .formatted(
                                trust.quorum(),
                                trust.witnesses().size(),
                                by.isEmpty() ? "none did" : "these did: " + String.join(", ", by)));
        return null;
    }

    /** What was cosigned, to be compared with the entries. */
    List<TreeCheck.Known> checkpoint() {
        return checkpoint == null
                ? List.of()
                : List.of(new TreeCheck.Known(checkpoint, BundleLayout.WITNESSED, "witnessed"));
    }

    /** What those who are trusted say; null when too few do, or nobody was asked for. */
    @Nullable Witnessed witnessed() {
        return witnessed;
    }
}
