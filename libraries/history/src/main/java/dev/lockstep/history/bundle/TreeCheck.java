package dev.lockstep.history.bundle;

import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.RootAccumulator;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TreeBuilder;
import dev.lockstep.transparencylog.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree anew from the entries of a bundle and compares it with the tiles, with every checkpoint and with the signed head. Where
 * entries and tile differ, the tile above tells which of the two was changed; the work goes on with the other one.
 */
final class TreeCheck {

    private final BundleFolder folder;
    private final Checkpoint head;
    private final Findings findings;
    private final CheckpointLines checkpoints;
    private final TreeBuilder builder;
    private final Deque<Known> known;
    private @Nullable Checkpoint next;
    private @Nullable Checkpoint last;
    private long agreed;
    private boolean mismatch;
    private @Nullable List<Hash> above;
    private long aboveIndex = -1;

    /**
     * A checkpoint that somebody else than the log vouches for.
     *
     * @param place where it stands
     * @param how it is known, in words
     */
    record Known(Checkpoint checkpoint, String place, String how) {}

    /** @param known what must be part of the log */
    TreeCheck(BundleFolder folder, Checkpoint head, List<Known> known, CheckpointLines checkpoints, Findings findings) {
        this.folder = folder;
        this.head = head;
        this.known = known.stream()
                .sorted(Comparator.comparingLong(each -> each.checkpoint().size()))
                .collect(Collectors.toCollection(ArrayDeque::new));
        this.findings = findings;
        this.checkpoints = checkpoints;
        this.builder = new TreeBuilder(this::compareAbove);
        this.next = checkpoints.next();
    }

    /** The next entries, in order. */
    void add(EntryPart part) {
        part.findings().forEach(findings::add);
        List<Hash> entries = part.entries();
        List<Hash> tile = part.tile();
        TileId id = new TileId(0, part.index());
        long first = part.index() * TileId.WIDTH;
        int width = id.widthAt(head.size());
        if (tile == null) {
            findings.add(
                    folder.has(BundleLayout.tile(id, head.size()))
                            ? Finding.Kind.TILE_CHANGED
                            : Finding.Kind.TILE_MISSING,
                    BundleLayout.tile(id, head.size()),
                    "the tree needs its %d hashes".formatted(width));
        }
        if (entries == null) {
            findings.add(
                    Finding.Kind.ENTRY_MISSING,
                    "entry " + first,
                    "entries %d to %d are not there".formatted(first, first + width - 1));
        }
        grow(width, chosen(part, id, first, entries, tile));
    }

    /** The hashes to go on with; what they are preferred to is named. */
    private List<Hash> chosen(
            EntryPart part, TileId id, long first, @Nullable List<Hash> entries, @Nullable List<Hash> tile) {
        if (entries == null) {
            return tile == null ? List.of() : tile;
        }
        if (tile == null) {
            requireCount(id, first, entries);
            return entries;
        }
        if (entries.equals(tile)) {
            return tile;
        }
        if (isSigned(part.index(), id, entries) && !isSigned(part.index(), id, tile)) {
            findings.add(
                    Finding.Kind.TILE_CHANGED,
                    BundleLayout.tile(id, head.size()),
                    "it does not have the hashes of its entries");
            return entries;
        }
        LeafDifference.name(first, entries, tile, findings);
        return tile;
    }

    private void requireCount(TileId id, long first, List<Hash> entries) {
        int width = id.widthAt(head.size());
        if (entries.size() != width) {
            findings.add(
                    entries.size() < width ? Finding.Kind.ENTRY_MISSING : Finding.Kind.ENTRY_ADDED,
                    "entry " + (first + Math.min(width, entries.size())),
                    "%d entries where %d were signed".formatted(entries.size(), width));
        }
    }

    /** Whether the rest of the tree speaks for these hashes: the tile above a full one, the signed head for the last one. */
    private boolean isSigned(long index, TileId id, List<Hash> hashes) {
        if (hashes.size() != id.widthAt(head.size())) {
            return false;
        }
        if (hashes.size() < TileId.WIDTH) {
            return builder.rootWith(hashes).equals(head.root());
        }
        List<Hash> parents = above(index / TileId.WIDTH);
        int place = (int) (index % TileId.WIDTH);
        RootAccumulator accumulator = new RootAccumulator();
        hashes.forEach(accumulator::add);
        return parents != null && place < parents.size() && parents.get(place).equals(accumulator.root());
    }

    private @Nullable List<Hash> above(long index) {
        if (index != aboveIndex) {
            TileId id = new TileId(1, index);
            aboveIndex = index;
            above = folder.bytes(BundleLayout.tile(id, head.size()))
                    .filter(bytes -> bytes.length == id.widthAt(head.size()) * Hash.LENGTH)
                    .map(bytes -> Tile.of(id, bytes).hashes())
                    .orElse(null);
        }
        return above;
    }

    private void grow(int width, List<Hash> hashes) {
        for (int i = 0; i < width; i++) {
            builder.add(i < hashes.size() ? hashes.get(i) : TreeHasher.EMPTY_ROOT);
            compareCheckpoints();
        }
    }

    private void compareCheckpoints() {
        Checkpoint due = next;
        while (due != null && due.size() <= builder.size()) {
            if (due.size() == builder.size()) {
                compare(due, BundleLayout.CHECKPOINTS);
            }
            last = due;
            due = checkpoints.next();
            next = due;
        }
        while (!known.isEmpty() && known.getFirst().checkpoint().size() <= builder.size()) {
            compare(known.removeFirst());
        }
    }

    private void compare(Known each) {
        if (!each.checkpoint().root().equals(builder.root())) {
            findings.add(
                    Finding.Kind.CHECKPOINT_REPLAYED,
                    each.place(),
                    "the first %d entries are not those of the checkpoint that was %s"
                            .formatted(each.checkpoint().size(), each.how()));
        }
    }

    private void compare(Checkpoint signed, String place) {
        if (mismatch) {
            return;
        }
        Hash root = builder.root();
        if (root.equals(signed.root())) {
            agreed = signed.size();
            return;
        }
        mismatch = true;
        findings.add(
                Finding.Kind.ROOT_MISMATCH,
                place,
                "the first %d entries are as signed; the first %d have root %s, signed was %s"
                        .formatted(
                                agreed,
                                signed.size(),
                                root.toBase64(),
                                signed.root().toBase64()));
    }

    private void compareAbove(Tile made) {
        if (made.id().level() > 0) {
            compareTile(made);
        }
    }

    private void compareTile(Tile made) {
        String place = BundleLayout.tile(made.id(), head.size());
        byte[] there = folder.bytes(place).orElse(null);
        if (there == null) {
            findings.add(Finding.Kind.TILE_MISSING, place, "the tree needs it");
        } else if (!Arrays.equals(there, made.toBytes())) {
            findings.add(Finding.Kind.TILE_CHANGED, place, "it does not follow from the tiles below");
        }
    }

    /** Compares what only the end tells. */
    void finish() {
        for (Tile tile : builder.size() == head.size() ? builder.partial() : Collections.<Tile>emptyList()) {
            compareAbove(tile);
        }
        compare(head, BundleLayout.CHECKPOINT);
        known.forEach(each -> findings.add(
                Finding.Kind.CHECKPOINT_REPLAYED,
                BundleLayout.CHECKPOINT,
                "the bundle ends at %d entries, a checkpoint of %d was %s"
                        .formatted(head.size(), each.checkpoint().size(), each.how())));
        Checkpoint due = next;
        if (due != null || last == null || !last.equals(head)) {
            findings.add(
                    Finding.Kind.CHECKPOINT_REPLAYED,
                    BundleLayout.CHECKPOINTS,
                    "the last one is of %d entries, the bundle's is of %d"
                            .formatted(due != null ? due.size() : last == null ? 0 : last.size(), head.size()));
        }
        checkpoints.drain();
        boolean sameNote = folder.bytes(BundleLayout.CHECKPOINT)
                .map(note -> new String(note, StandardCharsets.UTF_8))
                .filter(checkpoints.lastNote()::equals)
                .isPresent();
        if (!sameNote) {
            findings.add(
                    Finding.Kind.CHECKPOINT_FORGED,
                    BundleLayout.CHECKPOINT,
                    "it is not the last one of " + BundleLayout.CHECKPOINTS);
        }
    }
}
