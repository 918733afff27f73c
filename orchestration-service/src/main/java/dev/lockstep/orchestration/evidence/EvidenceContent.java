package dev.lockstep.orchestration.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What is in a kept file, read a slice at a time: however many read large files at once, each holds one slice. */
public final class EvidenceContent {

    /** Bytes. */
    static final int SLICE = 65_536;

    private final long size;
    private final Source source;

    EvidenceContent(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    /** Where the slices come from. */
    interface Source {

        /** So many bytes from a place on. */
        byte[] slice(long from, int length);
    }

    private interface Sink {
        void take(byte[] slice) throws IOException;
    }

    /** Its SHA-256 as it is kept at this moment, in hexadecimal. */
    public String hash() {
        MessageDigest digest = EvidenceFiles.digest();
        try {
            each(digest::update);
        } catch (IOException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Writes all of it.
     *
     * @throws IOException when it cannot be written
     */
    public void writeTo(OutputStream out) throws IOException {
        each(out::write);
    }

    private void each(Sink sink) throws IOException {
        for (long from = 0; from < size; from += SLICE) {
            sink.take(source.slice(from, Math.toIntExact(Math.min(SLICE, size - from))));
        }
    }
}
