package dev.lockstep.lab.server;

import dev.lockstep.lab.programs.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes a program's output as lines that begin with {@code o} or {@code e}, and at last {@code x} and the exit code. */
final class LineTerminal implements Terminal {
    private final OutputStream out;

    LineTerminal(OutputStream out) {
        this.out = out;
    }

    @Override
    public void out(String line) {
        write("o" + line + "\r\n");
    }

    @Override
    public void err(String line) {
        write("e" + line + "\r\n");
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void exit(int code) {
        write("x" + code + "\n");
        flush();
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
