package dev.lockstep.history.bundle;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TreeBuilder;
import dev.lockstep.transparencylog.TreeHasher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A log as a service would hand it out: rollouts, other entries, and one whose data stand beside it. */
public final class SampleLog implements BundleWriter.Source {

    public static final String ORIGIN = "lockstep.example/audit";
    public static final Instant EXPORTED = Instant.parse("2026-03-02T08:00:00Z");

    private final Signing signing;
    private final List<LedgerEntry> entries;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Who signs what. */
    public interface Signing {

        SignedNote checkpoint(Checkpoint checkpoint);

        SignedNote manifest(Manifest manifest);

        /** One key signs everything. */
        static Signing by(SigningKey key) {
            return new Signing() {
                @Override
                public SignedNote checkpoint(Checkpoint checkpoint) {
                    return checkpoint.signedBy(key);
                }

                @Override
                public SignedNote manifest(Manifest manifest) {
                    return manifest.signedBy(key);
                }
            };
        }
    }

    /** @param checkpointEvery entries between two checkpoints */
    public SampleLog(SigningKey key, List<LedgerEntry> entries, int checkpointEvery) {
        this(key.verifier().name(), Signing.by(key), entries, checkpointEvery);
    }

    private SampleLog(String origin, Signing signing, List<LedgerEntry> entries, int checkpointEvery) {
        this.signing = signing;
        this.entries = List.copyOf(entries);
        StringBuilder checkpoints = new StringBuilder();
        TreeHasher hasher = new TreeHasher();
        TreeBuilder tree = new TreeBuilder(this::put);
        Checkpoint head = null;
        for (LedgerEntry entry : entries) {
            tree.add(hasher.leaf(entry.leaf().toBytes()));
            if (tree.size() % checkpointEvery == 0 || tree.size() == entries.size()) {
                head = new Checkpoint(origin, tree.size(), tree.root());
                checkpoints.append(
                        BundleLayout.checkpointLine(signing.checkpoint(head).toString()));
            }
        }
        tree.partial().forEach(this::put);
        putEntries();
        put(BundleLayout.CHECKPOINTS, checkpoints.toString());
        put(BundleLayout.ACCESS_MATRIX, "[]\n");
        put(BundleLayout.SCHEMAS + "entry.schema.json", "{}\n");
        sign(java.util.Objects.requireNonNull(head));
    }

    /** Two rollouts one after the other, then entries of another kind up to {@code size}. */
    public static SampleLog of(SigningKey key, int size, int checkpointEvery) {
        return of(key.verifier().name(), Signing.by(key), size, checkpointEvery);
    }

    /** The same under other signatures. */
    public static SampleLog of(String origin, Signing signing, int size, int checkpointEvery) {
        UUID first = new UUID(0, 1);
        UUID second = new UUID(0, 2);
        RolloutScript script = new RolloutScript()
                .requested(first, "a", "b")
                .approved(first)
                .gatedStep(first, "a")
                .gatedStep(first, "b")
                .finished(first)
                .requested(second, "c")
                .approved(second)
                .gatedStep(second, "c");
        List<LedgerEntry> entries = new ArrayList<>(entries(script.published()));
        entries.add(note(1, "\"" + "x".repeat(Leaf.MAX_BYTES) + "\""));
        while (entries.size() < size) {
            entries.add(note(entries.size(), "{}"));
        }
        return new SampleLog(origin, signing, entries, checkpointEvery);
    }

    /** The same under one key, and after it what the log says about its own records; the data that it gave up are not there. */
    public static SampleLog of(SigningKey key, int size, int checkpointEvery, RecordsEvent about, String source) {
        List<LedgerEntry> entries = new ArrayList<>(of(key, size, checkpointEvery).entries);
        SortedMap<String, String> attributes = SampleEvents.attributes("records-platform", 1);
        attributes.put("type", EventCatalogue.typeOf(about));
        attributes.put("partitionkey", about.partitionKey());
        attributes.put("source", source);
        entries.add(LedgerEntry.of(
                new CloudEvent(attributes, new String(EventCatalogue.write(about), StandardCharsets.UTF_8))));
        if (about instanceof RecordsEvent.DataGivenUp decided) {
            decided.data()
                    .forEach(data -> entries.set((int) data.entry(), withoutData(entries.get((int) data.entry()))));
        }
        return new SampleLog(key, entries, checkpointEvery);
    }

    private static LedgerEntry withoutData(LedgerEntry entry) {
        return LedgerEntry.read(new Leaf(entry.leaf().content(), null));
    }

    /** The first entry whose data stand beside it, as it would be given up. */
    public RecordsEvent.GivenUp large() {
        for (int index = 0; index < entries.size(); index++) {
            var sha256 = entries.get(index).dataSha256();
            if (sha256.isPresent()) {
                return new RecordsEvent.GivenUp(index, sha256.get(), null, null, null);
            }
        }
        throw new IllegalStateException("there is none");
    }

    private static LedgerEntry note(long version, String data) {
        SortedMap<String, String> attributes = SampleEvents.attributes("cluster-other", version);
        attributes.put("type", "lockstep.example.noted.v1");
        return LedgerEntry.of(new CloudEvent(attributes, data));
    }

    /** The entries of what happened, all in one stream. */
    public static List<LedgerEntry> entries(List<? extends PublishedEvent> published) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (PublishedEvent event : published) {
            SortedMap<String, String> attributes = SampleEvents.attributes("rollout-all", entries.size() + 1L);
            attributes.put("type", EventCatalogue.typeOf(event));
            attributes.put("partitionkey", event.partitionKey());
            attributes.put(
                    "source",
                    event instanceof ValidationEvent
                            ? "/lockstep/validation-service"
                            : "/lockstep/orchestration-service");
            entries.add(LedgerEntry.of(
                    new CloudEvent(attributes, new String(EventCatalogue.write(event), StandardCharsets.UTF_8))));
        }
        return entries;
    }

    private void sign(Checkpoint head) {
        SortedMap<String, String> covered = new TreeMap<>();
        for (String place : List.of(
                BundleLayout.CHECKPOINTS, BundleLayout.ACCESS_MATRIX, BundleLayout.SCHEMAS + "entry.schema.json")) {
            covered.put(place, sha256(files.get(place)));
        }
        put(
                BundleLayout.MANIFEST,
                signing.manifest(new Manifest(EXPORTED, head, covered)).toString());
    }

    private static String sha256(byte @org.jspecify.annotations.Nullable [] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(java.util.Objects.requireNonNull(bytes)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private void put(Tile tile) {
        files.put(new TileId.Sized(tile.id(), tile.width()).path(), tile.toBytes());
    }

    private void put(String place, String text) {
        files.put(place, text.getBytes(StandardCharsets.UTF_8));
    }

    private void putEntries() {
        for (int from = 0; from < entries.size(); from += TileId.WIDTH) {
            List<LedgerEntry> part = entries.subList(from, Math.min(entries.size(), from + TileId.WIDTH));
            files.put(
                    EntryBundle.path(from / TileId.WIDTH, part.size()),
                    EntryBundle.write(
                            part.stream().map(entry -> entry.leaf().toBytes()).toList()));
            part.forEach(entry -> {
                String detached = entry.leaf().detached();
                if (detached != null) {
                    byte[] data = detached.getBytes(StandardCharsets.UTF_8);
                    files.put(BundleLayout.detached(sha256(data)), data);
                }
            });
        }
    }

    @Override
    public InputStream data(long entry) throws IOException {
        return new ByteArrayInputStream(entries.get((int) entry).leaf().data());
    }

    @Override
    public InputStream open(long size, String place) throws IOException {
        byte[] content = files.get(place);
        if (content == null && (place.equals(BundleLayout.WITNESSED) || place.equals(BundleLayout.PERSON_KEYS))) {
            return InputStream.nullInputStream();
        }
        if (content == null) {
            throw new NoSuchFileException(place);
        }
        return new ByteArrayInputStream(content);
    }

    /** The bundle in a new folder. */
    public Path writeTo(Path folder) throws IOException {
        new BundleWriter(this, folder).write(done -> {});
        return folder;
    }
}
