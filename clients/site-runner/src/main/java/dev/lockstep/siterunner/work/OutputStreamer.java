package dev.lockstep.siterunner.work;

import dev.lockstep.contracts.work.TaskOutput;
import dev.lockstep.siterunner.platform.Answer;
import dev.lockstep.siterunner.platform.Orchestration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Sends a running command's output in pieces. It is a courtesy to those who watch: a piece that cannot be sent is tried
 * again with the next, the amount is bounded, and the task does not wait for it.
 */
final class OutputStreamer {
    private static final Duration RHYTHM = Duration.ofMillis(250);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int MOST_LINES = 10_000;
    private static final int LONGEST_LINE = 4_000;
    private static final int LINES_IN_A_PIECE = 500;

    private final Orchestration platform;
    private final Redaction redaction;
    private final UUID task;
    private final long fencingToken;
    private final List<String> waiting = new ArrayList<>();
    private final Thread sender;
    private long sent;
    private int seen;
    private boolean closed;

    OutputStreamer(Orchestration platform, Redaction redaction, UUID task, long fencingToken) {
        this.platform = platform;
        this.redaction = redaction;
        this.task = task;
        this.fencingToken = fencingToken;
        this.sender = Thread.ofVirtual().name("output-" + task).unstarted(this::work);
    }

    OutputStreamer start() {
        sender.start();
        return this;
    }

    synchronized void line(String text) {
        seen++;
        if (seen < MOST_LINES) {
            String redacted = redaction.redact(text);
            waiting.add(redacted.length() > LONGEST_LINE ? beginning(redacted) : redacted);
        } else if (seen == MOST_LINES) {
            waiting.add("… more lines follow that are not shown");
        }
    }

    /** Without half a character at its end, which could not be sent. */
    private static String beginning(String line) {
        int end = Character.isHighSurrogate(line.charAt(LONGEST_LINE - 1)) ? LONGEST_LINE - 1 : LONGEST_LINE;
        return line.substring(0, end) + "…";
    }

    private void work() {
        try {
            while (!finished()) {
                Thread.sleep(RHYTHM);
                send();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean finished() {
        return closed && waiting.isEmpty();
    }

    private void send() throws InterruptedException {
        List<String> piece;
        synchronized (this) {
            piece = List.copyOf(waiting.subList(0, Math.min(LINES_IN_A_PIECE, waiting.size())));
        }
        if (piece.isEmpty()) {
            return;
        }
        try {
            Answer answer = platform.output(task, new TaskOutput(fencingToken, sent + 1, piece));
            synchronized (this) {
                waiting.subList(0, piece.size()).clear();
                sent += piece.size();
                if (answer instanceof Answer.Refused) {
                    waiting.clear();
                    seen = MOST_LINES;
                }
            }
        } catch (IOException e) {
            // tried again in the next round
        }
    }

    /** Sends what is left, as far as the platform takes it at once. */
    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
        }
        sender.interrupt();
        if (sender.join(FAREWELL)) {
            for (long before = -1; sent != before && !finished(); ) {
                before = sent;
                send();
            }
        }
    }
}
