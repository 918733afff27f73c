package dev.lockstep.audit.witness;

import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.WitnessKey.Cosignature;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Speaks {@code add-checkpoint} of C2SP tlog-witness. What comes back is believed only under the witness's signature. */
final class WitnessClient {

    private static final int LARGEST_ANSWER = 1 << 16;
    private static final int CONFLICT = 409;

    private final HttpClient http;
    private final Duration patience;

    /** @param patience for one exchange as a whole */
    WitnessClient(Duration patience) {
        this.patience = patience;
        this.http = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    /** What a witness said. */
    sealed interface Answer {

        /** It cosigned. */
        record Cosigned(Cosignature cosignature) implements Answer {}

        /** It asks for the proof from another state, the last one that it cosigned. */
        record FromElsewhere(long size) implements Answer {}

        /** It did not cosign, or did not answer. */
        record Refused(String why) implements Answer {}
    }

    /**
     * Asks for a cosignature.
     *
     * @param old entries of the state that the witness cosigned last; 0 when it is not known
     * @param proof that the checkpoint continues it
     */
    Answer addCheckpoint(Witness witness, long old, List<Hash> proof, SignedNote checkpoint)
            throws InterruptedException {
        StringBuilder body = new StringBuilder("old ").append(old).append('\n');
        proof.forEach(hash -> body.append(hash.toBase64()).append('\n'));
        body.append('\n').append(checkpoint);
        HttpRequest request = HttpRequest.newBuilder(witness.addCheckpoint())
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
                .build();
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST_ANSWER));
        try {
            return answer(witness, checkpoint, exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException silent) {
            return new Answer.Refused("it has not answered in %d s".formatted(patience.toSeconds()));
        } catch (ExecutionException failed) {
            return new Answer.Refused("it cannot be asked: " + failed.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private static Answer answer(Witness witness, SignedNote checkpoint, HttpResponse<String> response) {
        String body = response.body();
        return switch (response.statusCode()) {
            case 200 -> cosigned(witness, checkpoint, body);
            case CONFLICT -> conflict(response, body.strip());
            case 403 -> new Answer.Refused("it does not know the key that signs this log (403)");
            case 404 -> new Answer.Refused("it does not know this log (404)");
            case 422 -> new Answer.Refused("it says that the log does not continue what it saw before (422)");
            default -> new Answer.Refused("it answered with status " + response.statusCode());
        };
    }

    private static Answer conflict(HttpResponse<String> response, String size) {
        boolean isSize = response.headers()
                .firstValue("Content-Type")
                .filter("text/x.tlog.size"::equals)
                .isPresent();
        return isSize && size.matches("0|[1-9][0-9]{0,17}")
                ? new Answer.FromElsewhere(Long.parseLong(size))
                : new Answer.Refused("it has seen another history of the same size (409)");
    }

    private static Answer cosigned(Witness witness, SignedNote checkpoint, String lines) {
        Checked<Cosignature> cosignature = SignedNote.parse((checkpoint + lines).getBytes(StandardCharsets.UTF_8))
                .then(note -> note.text().equals(checkpoint.text())
                        ? witness.key().cosignature(note)
                        : witness.key().cosignature(checkpoint));
        return switch (cosignature) {
            case Checked.Accepted<Cosignature>(Cosignature verified) -> new Answer.Cosigned(verified);
            case Checked.Refused<Cosignature>(var refusal) ->
                new Answer.Refused("what it answered is no cosignature: " + refusal.detail());
        };
    }
}
