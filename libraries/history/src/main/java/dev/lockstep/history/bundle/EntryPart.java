package dev.lockstep.history.bundle;

import dev.lockstep.contracts.MalformedEventException;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.certificate.CertificateReplay.Statement;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.UnreadableEventException;
import dev.lockstep.history.records.RecordsStatements;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Up to 256 entries of a bundle and the tile over them, read and hashed, not yet compared with the rest of the tree.
 *
 * @param index which tile of level 0
 * @param entries hashes of the entries that are there, or null when there is no such file or it cannot be read
 * @param tile the hashes of the tile, or null when there is none of the right width
 * @param statements what entries say that certificates follow from
 * @param detached the files with the data of entries that were too large
 * @param lacking the entries whose data are not there
 * @param givenUp the data that these entries say were given up
 * @param persons the ids of the keys that something of these entries is under
 * @param erased the ids of the keys that these entries say were destroyed
 * @param findings what is wrong with single entries
 */
record EntryPart(
        long index,
        @Nullable List<Hash> entries,
        @Nullable List<Hash> tile,
        List<Said> statements,
        List<String> detached,
        List<Lacking> lacking,
        List<GivenUp> givenUp,
        Set<String> persons,
        Set<String> erased,
        List<Finding> findings) {

    /** An entry whose data should stand beside it and are not there. */
    record Lacking(long index, String type, String sha256) {}

    /** What an entry says about a cluster. */
    record Said(long index, String cluster, Statement statement) {}

    /**
     * Reads the part of a log of {@code size} entries.
     *
     * @param keys those of persons that are at hand
     */
    static EntryPart read(BundleFolder folder, PersonKeys keys, long index, long size) {
        TileId id = new TileId(0, index);
        List<Finding> findings = new ArrayList<>();
        List<Said> statements = new ArrayList<>();
        List<String> detached = new ArrayList<>();
        List<Lacking> lacking = new ArrayList<>();
        List<GivenUp> givenUp = new ArrayList<>();
        Set<String> persons = new HashSet<>();
        Set<String> erased = new HashSet<>();
        List<Hash> entries = null;
        String place = BundleLayout.entries(index, size);
        byte[] bytes = folder.bytes(place).orElse(null);
        if (bytes != null) {
            switch (EntryBundle.parse(bytes)) {
                case Checked.Accepted<List<byte[]>>(List<byte[]> leaves) -> {
                    TreeHasher hasher = new TreeHasher();
                    entries = leaves.stream().map(hasher::leaf).toList();
                    Reading reading = new Reading(
                            folder, keys, statements, detached, lacking, givenUp, persons, erased, findings);
                    for (int i = 0; i < leaves.size(); i++) {
                        reading.read(index * TileId.WIDTH + i, leaves.get(i));
                    }
                }
                case Checked.Refused<List<byte[]>>(var refusal) ->
                    findings.add(new Finding(Finding.Kind.ENTRY_CHANGED, place, refusal.detail()));
            }
        }
        return new EntryPart(
                index,
                entries,
                tile(folder, id, size),
                statements,
                detached,
                lacking,
                givenUp,
                persons,
                erased,
                findings);
    }

    private static @Nullable List<Hash> tile(BundleFolder folder, TileId id, long size) {
        byte[] bytes = folder.bytes(BundleLayout.tile(id, size)).orElse(null);
        return bytes != null && bytes.length == id.widthAt(size) * Hash.LENGTH
                ? Tile.of(id, bytes).hashes()
                : null;
    }

    /** Reads single entries. */
    private record Reading(
            BundleFolder folder,
            PersonKeys keys,
            List<Said> statements,
            List<String> detached,
            List<Lacking> lacking,
            List<GivenUp> givenUp,
            Set<String> persons,
            Set<String> erased,
            List<Finding> findings) {

        void read(long index, byte[] leaf) {
            try {
                EntryHead head = EntryHead.read(leaf);
                String sha256 = head.dataSha256();
                byte[] data = sha256 == null ? null : dataBeside(index, head.type(), sha256);
                if (head.personal()) {
                    aboutPersons(index, leaf, data);
                }
                if (sha256 != null && data == null) {
                    return;
                }
                if (RecordsStatements.isType(head.type()) && data == null) {
                    RecordsStatements.of(head, new Leaf(new String(leaf, StandardCharsets.UTF_8), null))
                            .ifPresent(this::aboutRecords);
                }
                Statement statement = CertificateReplay.statement(head, leaf, data);
                if (!(statement instanceof Statement.Other)) {
                    statements.add(new Said(index, head.partitionKey(), statement));
                }
            } catch (UnreadableEventException | MalformedEventException unreadable) {
                unreadable(index, String.valueOf(unreadable.getMessage()));
            }
        }

        private void aboutRecords(RecordsEvent event) {
            if (event instanceof RecordsEvent.DataGivenUp decided) {
                givenUp.addAll(decided.data());
            } else if (event instanceof RecordsEvent.PersonErased gone) {
                erased.add(gone.person());
            }
        }

        /** Whatever is under keys that are there must open with them, and at its place. */
        private void aboutPersons(long index, byte[] leaf, byte @Nullable [] data) {
            LedgerEntry entry = LedgerEntry.read(new Leaf(
                    new String(leaf, StandardCharsets.UTF_8),
                    data == null ? null : new String(data, StandardCharsets.UTF_8)));
            persons.addAll(keys.check().keysOf(entry, wrong -> unreadable(index, wrong)));
        }

        private void unreadable(long index, String why) {
            findings.add(new Finding(Finding.Kind.ENTRY_UNREADABLE, "entry " + index, why));
        }

        private byte @Nullable [] dataBeside(long index, String type, String sha256) {
            String place = BundleLayout.detached(sha256);
            detached.add(place);
            byte[] data = folder.bytes(place).orElse(null);
            if (data == null) {
                lacking.add(new Lacking(index, type, sha256));
                return null;
            }
            if (!folder.sha256(place).filter(sha256::equals).isPresent()) {
                findings.add(new Finding(
                        Finding.Kind.DATA_CHANGED,
                        place,
                        "they are not the data that entry %d stands for".formatted(index)));
                return null;
            }
            return data;
        }
    }
}
