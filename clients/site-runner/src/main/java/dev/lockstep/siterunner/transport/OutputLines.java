package dev.lockstep.siterunner.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/** Collects output up to a bound, reads on beyond it, and hands on its lines. */
final class OutputLines {
    static final int MOST_OUTPUT = 4 << 20;

    private final Charset charset;
    private final Consumer<String> consumer;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private boolean whole = true;

    OutputLines(Charset charset, Consumer<String> consumer) {
        this.charset = charset;
        this.consumer = consumer;
    }

    void readAll(InputStream stream) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            append(buffer, count);
        }
        if (current.size() > 0) {
            handOn();
        }
    }

    private synchronized void append(byte[] buffer, int count) {
        int kept = Math.min(count, MOST_OUTPUT - all.size());
        all.write(buffer, 0, kept);
        whole &= kept == count;
        for (int i = 0; i < kept; i++) {
            if (buffer[i] == '\n') {
                handOn();
            } else {
                current.write(buffer[i]);
            }
        }
    }

    private void handOn() {
        String line = current.toString(charset);
        current.reset();
        consumer.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }

    synchronized boolean whole() {
        return whole;
    }

    synchronized String text() {
        return all.toString(charset);
    }
}
