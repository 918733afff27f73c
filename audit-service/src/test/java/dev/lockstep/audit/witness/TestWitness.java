package dev.lockstep.audit.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.history.bundle.Cosigner;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.NoteSignature;
import dev.lockstep.transparencylog.ProofVerifier;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.TreeHasher;
import dev.lockstep.transparencylog.WitnessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A witness of one log over HTTP, by the letter of C2SP tlog-witness: it verifies the log's signature and the consistency proof, remembers
 * what it cosigned, and refuses anything else with the status that is asked for. It can be told to be a bad one.
 */
public final class TestWitness implements AutoCloseable {

    /** How it behaves. */
    public enum Manner {
        HONEST,
        /** Takes the question and never answers. */
        SILENT,
        /** Is out of order. */
        BROKEN,
        /** Cosigns something else than what it was asked. */
        LYING,
        /** Signs with another key under its name. */
        SOMEBODY_ELSE
    }

    private final Cosigner cosigner;
    private final Supplier<Optional<LogKeys>> log;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Manner manner = Manner.HONEST;
    private @Nullable Checkpoint latest;
    private int questions;

    /** @param log the keys of the one log that it knows */
    public TestWitness(String name, Supplier<Optional<LogKeys>> log) {
        this.cosigner = new Cosigner(name);
        this.log = log;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/w/add-checkpoint", this::exchange);
        server.start();
    }

    public URI prefix() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w");
    }

    public WitnessKey key() {
        return cosigner.key();
    }

    Witness asWitness() {
        return new Witness(prefix(), key());
    }

    public void behave(Manner now) {
        manner = now;
    }

    /** It has lost its memory, or has seen something else. */
    synchronized void remember(@Nullable Checkpoint checkpoint) {
        latest = checkpoint;
    }

    synchronized int questions() {
        return questions;
    }

    private record Answer(int status, String type, String body) {}

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (manner == Manner.SILENT) {
                closed.await();
                return;
            }
            Answer answer =
                    exchange.getRequestMethod().equals("POST") ? answer(request) : new Answer(405, "text/plain", "");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer answer(String request) {
        questions++;
        if (manner == Manner.BROKEN) {
            return refused(500);
        }
        int end = request.indexOf("\n\n");
        List<String> lines =
                end < 0 ? List.of() : List.of(request.substring(0, end).split("\n", -1));
        if (lines.isEmpty() || !lines.getFirst().matches("old (0|[1-9][0-9]*)") || lines.size() > 64) {
            return refused(400);
        }
        byte[] note = request.substring(end + 2).getBytes(StandardCharsets.UTF_8);
        if (!(SignedNote.parse(note) instanceof Checked.Accepted<SignedNote>(SignedNote signed))) {
            return refused(400);
        }
        Optional<LogKeys> known = log.get();
        if (known.isEmpty() || !signed.text().startsWith(known.get().name() + "\n")) {
            return refused(404);
        }
        if (!(known.get().open(note) instanceof Checked.Accepted<Checkpoint>(Checkpoint checkpoint))) {
            return refused(403);
        }
        return cosigned(
                Long.parseLong(lines.getFirst().substring("old ".length())),
                lines.subList(1, lines.size()).stream()
                        .map(line -> Hash.parseBase64(line).orElseThrow())
                        .toList(),
                checkpoint);
    }

    private Answer cosigned(long old, List<Hash> proof, Checkpoint checkpoint) {
        Checkpoint before = latest;
        long size = before == null ? 0 : before.size();
        if (old > checkpoint.size()) {
            return refused(400);
        }
        if (old != size) {
            return new Answer(409, "text/x.tlog.size", size + "\n");
        }
        if (before != null && size == checkpoint.size() && !before.root().equals(checkpoint.root())) {
            return refused(409);
        }
        boolean grown = before == null
                ? proof.isEmpty()
                : new ProofVerifier()
                        .consistency(size, checkpoint.size(), before.root(), checkpoint.root(), proof)
                        .isEmpty();
        if (!grown) {
            return refused(422);
        }
        latest = checkpoint;
        String text = manner == Manner.LYING
                ? new Checkpoint(checkpoint.origin(), checkpoint.size() + 1, checkpoint.root()).toText()
                : checkpoint.toText();
        return new Answer(200, "text/plain", line(text));
    }

    private static Answer refused(int status) {
        return new Answer(status, "text/plain", "");
    }

    private String line(String text) {
        Cosigner who =
                manner == Manner.SOMEBODY_ELSE ? new Cosigner(cosigner.key().name()) : cosigner;
        NoteSignature line = who.line(text, Instant.now());
        return "\u2014 " + line.name() + " " + line.encoded() + "\n";
    }

    /** The hash of an entry that is in no log of the tests. */
    static Hash strange() {
        return new TreeHasher().leaf("never written".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
