package dev.lockstep.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers that follow an event by a moment: one service has recorded it, the other has yet to hear of it. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Eventually() {}

    /**
     * Asks until there is an answer: neither a refusal nor a missing node.
     *
     * @param otherwise what is the matter when there is none in time
     */
    static JsonNode answer(String otherwise, Supplier<JsonNode> question) throws InterruptedException {
        long looks = PATIENCE.dividedBy(PAUSE);
        String last = "";
        for (long i = 0; i < looks; i++) {
            try {
                JsonNode answer = question.get();
                if (!answer.isMissingNode()) {
                    return answer;
                }
            } catch (CommandFailure refusal) {
                if (refusal.exitCode() == ExitCode.UNEXPECTED || refusal.exitCode() == ExitCode.INVALID) {
                    throw refusal;
                }
                last = " " + refusal.sentence();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        throw new CommandFailure(
                ExitCode.REFUSED,
                "After %s %s.%s".formatted(Json.duration(PATIENCE), otherwise, last),
                "'./lockstep status' shows what runs.");
    }
}
