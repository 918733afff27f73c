package dev.lockstep.history.bundle;

import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.certificate.Violation;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.TileId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a bundle says, checked with nothing but what the verifier was given.
 *
 * @param origin the log
 * @param exportedAt when the bundle was taken out, by the log's signed word; null when there is none
 * @param entries how many entries were signed; 0 when nothing signed says so
 * @param checkpoints how many checkpoints were verified
 * @param certificates how many certificates were computed
 * @param seenEntries how many entries the checkpoint that was kept elsewhere is of, when it was compared; otherwise null
 * @param witnessed what witnesses say, when enough of those that were asked for do; otherwise null
 * @param findings what does not hold, at most 100; empty when all of it holds
 * @param moreFindings how many findings are not told
 * @param violated the certificates that name violations, at most 100: the log is as it was signed, and tells of a broken rule
 * @param outside executions in the name of no rollout under way, at most 100
 */
public record BundleVerification(
        String origin,
        @Nullable Instant exportedAt,
        long entries,
        long checkpoints,
        long certificates,
        @Nullable Long seenEntries,
        @Nullable Witnessed witnessed,
        List<Finding> findings,
        long moreFindings,
        List<Certificate> violated,
        List<Violation.OutsideRollout> outside) {

    /** Keeps its own copies. */
    public BundleVerification {
        findings = List.copyOf(findings);
        violated = List.copyOf(violated);
        outside = List.copyOf(outside);
    }

    /** Whether the bundle is what the log signed. */
    public boolean isIntact() {
        return findings.isEmpty();
    }

    /** Whether no rollout in it broke a rule, as far as the entries tell. */
    public boolean isOrderly() {
        return violated.isEmpty() && outside.isEmpty();
    }

    /**
     * Verifies a bundle.
     *
     * @param folder the bundle
     * @param trust the log's public keys and whatever else the log does not control
     * @param progress is told how many entries were checked, now and then
     */
    public static BundleVerification of(Path folder, Trust trust, LongConsumer progress) {
        return new Verifier(new BundleFolder(folder), trust, progress).verify();
    }

    private static final class Verifier implements CertificateReplay.Issue {

        private static final int PARTS_BETWEEN_NEWS = 64;

        private final BundleFolder folder;
        private final Trust trust;
        private final LongConsumer progress;
        private final Findings findings = new Findings();
        private final Set<String> named = new HashSet<>();
        private final List<Certificate> violated = new ArrayList<>();
        private final List<Violation.OutsideRollout> outside = new ArrayList<>();
        private long certificates;

        Verifier(BundleFolder folder, Trust trust, LongConsumer progress) {
            this.folder = folder;
            this.trust = trust;
            this.progress = progress;
        }

        BundleVerification verify() {
            Manifest believed = manifest();
            Checkpoint head = head(believed);
            Checkpoint seen = head == null ? null : checkpointSeen();
            WitnessCheck witnesses = new WitnessCheck(folder, trust, findings);
            long checkpoints = 0;
            if (head != null) {
                List<TreeCheck.Known> known = new ArrayList<>(witnesses.checkpoint());
                if (seen != null) {
                    known.add(new TreeCheck.Known(seen, "checkpoint seen", "seen elsewhere"));
                }
                checkpoints = verify(head, believed, known);
            }
            return new BundleVerification(
                    trust.keys().name(),
                    believed == null ? null : believed.exportedAt(),
                    head == null ? 0 : head.size(),
                    checkpoints,
                    certificates,
                    seen == null ? null : seen.size(),
                    witnesses.witnessed(),
                    findings.list(),
                    findings.count() - findings.list().size(),
                    violated,
                    outside);
        }

        private @Nullable Manifest manifest() {
            byte[] note = folder.bytes(BundleLayout.MANIFEST).orElse(null);
            if (note == null) {
                findings.add(
                        Finding.Kind.FILE_MISSING, BundleLayout.MANIFEST, "nothing says what belongs to the bundle");
                return null;
            }
            return switch (Manifest.open(note, trust.keys())) {
                case Checked.Accepted<Manifest>(Manifest opened) -> opened;
                case Checked.Refused<Manifest>(Refusal refusal) -> {
                    findings.add(
                            refusal.kind() == Refusal.Kind.OUT_OF_TERM
                                    ? Finding.Kind.KEY_OUT_OF_TERM
                                    : Finding.Kind.MANIFEST_FORGED,
                            BundleLayout.MANIFEST,
                            refusal.detail());
                    yield null;
                }
            };
        }

        /** The state that the bundle has to hold: what manifest and checkpoint say, or the one of them that is believed. */
        private @Nullable Checkpoint head(@Nullable Manifest believed) {
            Checkpoint stated = believed == null ? null : believed.checkpoint();
            byte[] note = folder.bytes(BundleLayout.CHECKPOINT).orElse(null);
            if (note == null) {
                findings.add(Finding.Kind.FILE_MISSING, BundleLayout.CHECKPOINT, "the log's checkpoint is not there");
                return stated;
            }
            switch (trust.keys().open(note)) {
                case Checked.Accepted<Checkpoint>(Checkpoint checkpoint) -> {
                    if (stated == null) {
                        return checkpoint;
                    }
                    if (!stated.equals(checkpoint)) {
                        findings.add(
                                Finding.Kind.CHECKPOINT_REPLAYED,
                                BundleLayout.CHECKPOINT,
                                "it is of %d entries, the manifest is of %d"
                                        .formatted(checkpoint.size(), stated.size()));
                    }
                }
                case Checked.Refused<Checkpoint>(Refusal refusal) ->
                    findings.add(CheckpointLines.kind(refusal), BundleLayout.CHECKPOINT, refusal.detail());
            }
            return stated;
        }

        private @Nullable Checkpoint checkpointSeen() {
            SignedNote seen = trust.seen();
            if (seen == null) {
                return null;
            }
            return switch (trust.keys().open(seen.toBytes())) {
                case Checked.Accepted<Checkpoint>(Checkpoint checkpoint) -> checkpoint;
                case Checked.Refused<Checkpoint>(Refusal refusal) -> {
                    findings.add(CheckpointLines.kind(refusal), "checkpoint seen", refusal.detail());
                    yield null;
                }
            };
        }

        private long verify(Checkpoint head, @Nullable Manifest believed, List<TreeCheck.Known> known) {
            if (believed != null) {
                believed.files().forEach(this::compareFile);
            }
            CertificateReplay replay = new CertificateReplay(this);
            DataBeside data = new DataBeside();
            PersonKeys persons = PersonKeys.read(folder);
            Path file = folder.root().resolve(BundleLayout.CHECKPOINTS);
            long count;
            try (CheckpointLines checkpoints = new CheckpointLines(file, trust.keys(), findings)) {
                TreeCheck tree = new TreeCheck(folder, head, known, checkpoints, findings);
                long parts = Math.ceilDiv(head.size(), (long) TileId.WIDTH);
                InOrder.map(
                        LongStream.range(0, parts).iterator(),
                        index -> EntryPart.read(folder, persons, index, head.size()),
                        part -> {
                            persons.take(part);
                            take(part, tree, replay, data, head.size());
                        });
                tree.finish();
                count = checkpoints.count();
            }
            replay.finish(head.size());
            data.unexplained()
                    .forEach(lacking -> findings.add(
                            Finding.Kind.DATA_CHANGED,
                            BundleLayout.detached(lacking.sha256()),
                            "the data of entry %d are not there".formatted(lacking.index())));
            persons.end(findings);
            violated.replaceAll(certificate -> certificate.opened(persons.opening()));
            folder.forEach(place -> requireCovered(place, head.size(), believed));
            return count;
        }

        private void take(EntryPart part, TreeCheck tree, CertificateReplay replay, DataBeside data, long size) {
            tree.add(part);
            data.take(part);
            named.addAll(part.detached());
            part.statements().forEach(said -> replay.apply(said.index(), said.cluster(), said.statement()));
            if (part.index() % PARTS_BETWEEN_NEWS == 0) {
                progress.accept(Math.min(size, (part.index() + 1) * TileId.WIDTH));
            }
        }

        private void compareFile(String place, String sha256) {
            String there = folder.sha256(place).orElse(null);
            if (there == null) {
                findings.add(Finding.Kind.FILE_MISSING, place, "the manifest names it");
            } else if (!there.equals(sha256)) {
                findings.add(Finding.Kind.FILE_CHANGED, place, "it is not the file that the manifest names");
            }
        }

        private void requireCovered(String place, long size, @Nullable Manifest believed) {
            boolean covered = place.equals(BundleLayout.MANIFEST)
                    || place.equals(BundleLayout.CHECKPOINT)
                    || place.equals(BundleLayout.WITNESSED)
                    || place.equals(BundleLayout.PERSON_KEYS)
                    || (believed == null && place.equals(BundleLayout.CHECKPOINTS))
                    || BundleLayout.belongsToTree(place, size)
                    || (believed != null && believed.files().containsKey(place))
                    || named.contains(place);
            if (!covered) {
                findings.add(Finding.Kind.FILE_ADDED, place, "nothing that was signed covers it");
            }
        }

        @Override
        public void certificate(Certificate certificate) {
            certificates++;
            if (!certificate.held() && violated.size() < Findings.MOST) {
                violated.add(certificate);
            }
            String place = BundleLayout.certificate(certificate.rollout());
            named.add(place);
            byte[] there = folder.bytes(place).orElse(null);
            if (there == null) {
                findings.add(Finding.Kind.FILE_MISSING, place, "the certificate of a rollout is not there");
            } else if (!Arrays.equals(there, certificate.toBytes())) {
                findings.add(Finding.Kind.CERTIFICATE_CHANGED, place, "it is not what follows from the entries");
            }
        }

        @Override
        public void outside(Violation.OutsideRollout violation) {
            if (outside.size() < Findings.MOST) {
                outside.add(violation);
            }
        }
    }
}
