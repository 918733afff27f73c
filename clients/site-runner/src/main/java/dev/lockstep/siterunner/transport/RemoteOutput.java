package dev.lockstep.siterunner.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;

/** What comes back from the other machine: whether the program begins, then the program's own output. */
final class RemoteOutput {
    /** A shell may greet before it reads the command: so many bytes are looked through for the word. */
    private static final int LONGEST_PREAMBLE = 64 << 10;

    private final ChannelExec channel;
    private final String word;
    private final OutputLines lines;
    private final Thread reader;
    private volatile Beginning beginning = Beginning.UNHEARD;

    /** How it begins. */
    enum Beginning {
        /** Nothing was heard of it so far. */
        UNHEARD,
        BEGUN,
        NO_SUCH_PROGRAM,
        /** All was heard, and the word was not in it: the shell there did not read the command. */
        NOT_UNDERSTOOD
    }

    RemoteOutput(ChannelExec channel, String word, Charset charset, Consumer<String> line) {
        this.channel = channel;
        this.word = word;
        this.lines = new OutputLines(charset, line);
        this.reader = Thread.ofVirtual().name("output").unstarted(this::read);
    }

    void start() {
        reader.start();
    }

    private void read() {
        try (InputStream stream = channel.getInvertedOut()) {
            beginning = beginning(stream);
            lines.readAll(stream);
        } catch (IOException e) {
            // the channel was closed when the program was ended
        }
    }

    private Beginning beginning(InputStream stream) throws IOException {
        ByteArrayOutputStream current = new ByteArrayOutputStream();
        int read = 0;
        for (int next = stream.read(); next >= 0 && read < LONGEST_PREAMBLE; next = stream.read()) {
            read++;
            if (next != '\n') {
                current.write(next);
                continue;
            }
            String said = current.toString(StandardCharsets.UTF_8);
            if (said.equals(word + " begins")) {
                return Beginning.BEGUN;
            }
            if (said.equals(word + " missing")) {
                return Beginning.NO_SUCH_PROGRAM;
            }
            current.reset();
        }
        return Beginning.NOT_UNDERSTOOD;
    }

    /** Waits for the rest; a child that outlives the program may hold its output open, and what it says later is not waited for. */
    void await(Duration patience) throws InterruptedException {
        reader.join(patience);
    }

    Beginning beginning() {
        return beginning;
    }

    String text() {
        return lines.text();
    }

    boolean whole() {
        return lines.whole();
    }
}
