package dev.lockstep.history.bundle;

import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.certificate.Violation;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.TileId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Takes a bundle out of a log, file by file, and adds the certificates that follow from the entries. It believes nothing and proves nothing:
 * whoever gets the bundle verifies it.
 */
public final class BundleWriter {

    private final Source source;
    private final Path folder;

    /** Where the files of a bundle come from: the log, under the same names. */
    public interface Source {

        /**
         * The content of a file of the bundle; those of {@link BundleLayout#WITNESSED} and {@link
         * BundleLayout#PERSON_KEYS} are empty when there is none.
         *
         * @param size the state of the log; 0 for the manifest, which tells it
         */
        InputStream open(long size, String place) throws IOException;

        /** The data beside an entry; nothing when they were given up. */
        InputStream data(long entry) throws IOException;
    }

    /** @param folder is made; there must be nothing in it */
    public BundleWriter(Source source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    /**
     * Writes everything.
     *
     * @param progress is told how many entries were written, now and then
     * @return what the log says about the bundle, not verified
     * @throws IllegalArgumentException when what comes is no bundle
     */
    public Manifest write(LongConsumer progress) throws IOException {
        copy(BundleLayout.MANIFEST, source.open(0, BundleLayout.MANIFEST));
        Manifest manifest = Manifest.read(Files.readAllBytes(folder.resolve(BundleLayout.MANIFEST)))
                .orElseThrow();
        long size = manifest.checkpoint().size();
        for (String place : manifest.files().keySet()) {
            copy(place, source.open(size, place));
        }
        Files.writeString(folder.resolve(BundleLayout.CHECKPOINT), lastCheckpoint());
        unlessEmpty(size, BundleLayout.WITNESSED);
        unlessEmpty(size, BundleLayout.PERSON_KEYS);
        entries(size, progress);
        for (int level = 1; size >>> (8 * level) > 0; level++) {
            for (long index = 0; new TileId(level, index).widthAt(size) > 0; index++) {
                copy(size, BundleLayout.tile(new TileId(level, index), size));
            }
        }
        return manifest;
    }

    /** Not every log has witnesses, or something about persons. */
    private void unlessEmpty(long size, String place) throws IOException {
        copyUnlessEmpty(place, source.open(size, place));
    }

    private void copyUnlessEmpty(String place, InputStream from) throws IOException {
        try (PushbackInputStream content = new PushbackInputStream(from)) {
            int first = content.read();
            if (first >= 0) {
                content.unread(first);
                copy(place, content);
            }
        }
    }

    private void copy(long size, String place) throws IOException {
        copy(place, source.open(size, place));
    }

    private void copy(String place, InputStream from) throws IOException {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        try (InputStream content = from) {
            Files.copy(content, file);
        }
    }

    private String lastCheckpoint() throws IOException {
        String last = "\"\"";
        try (BufferedReader lines =
                Files.newBufferedReader(folder.resolve(BundleLayout.CHECKPOINTS), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
        }
        return BundleLayout.noteOf(last);
    }

    private void entries(long size, LongConsumer progress) throws IOException {
        CertificateReplay replay = new CertificateReplay(new Certificates());
        DataBeside beside = new DataBeside();
        BundleFolder written = new BundleFolder(folder);
        PersonKeys persons = PersonKeys.read(written);
        for (long index = 0; index * TileId.WIDTH < size; index++) {
            copy(size, BundleLayout.entries(index, size));
            copy(size, BundleLayout.tile(new TileId(0, index), size));
            long entry = index * TileId.WIDTH;
            for (byte[] leaf : EntryBundle.parse(Files.readAllBytes(folder.resolve(BundleLayout.entries(index, size))))
                    .orElseThrow()) {
                String sha256 = EntryHead.read(leaf).dataSha256();
                if (sha256 != null && !written.has(BundleLayout.detached(sha256))) {
                    data(BundleLayout.detached(sha256), entry);
                }
                entry++;
            }
            EntryPart part = EntryPart.read(written, persons, index, size);
            beside.take(part);
            persons.take(part);
            part.statements().forEach(said -> replay.apply(said.index(), said.cluster(), said.statement()));
            progress.accept(Math.min(size, (index + 1) * TileId.WIDTH));
        }
        replay.finish(size);
        if (persons.isIncomplete()) {
            throw new IllegalArgumentException("a person was erased while it was written; take it out anew");
        }
        for (EntryPart.Lacking lacking : beside.unexplained()) {
            throw new IllegalArgumentException(
                    "the data of entry %d went while it was written; take it out anew".formatted(lacking.index()));
        }
    }

    /** Of data that were given up nothing comes: an entry of the log says so. */
    private void data(String place, long entry) throws IOException {
        copyUnlessEmpty(place, source.data(entry));
    }

    private final class Certificates implements CertificateReplay.Issue {

        @Override
        public void certificate(Certificate certificate) {
            try {
                Path file = folder.resolve(BundleLayout.certificate(certificate.rollout()));
                Files.createDirectories(file.getParent());
                Files.write(file, certificate.toBytes());
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException("writing a certificate", failed);
            }
        }

        @Override
        public void outside(Violation.OutsideRollout violation) {
            // Verification names it; a bundle has no file for it.
        }
    }
}
