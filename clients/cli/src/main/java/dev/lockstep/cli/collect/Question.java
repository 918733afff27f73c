package dev.lockstep.cli.collect;

import dev.lockstep.cli.command.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A question to the person in front of the terminal; without one the answer is no. */
final class Question {

    private Question() {}

    static boolean agreed(String question, Surroundings surroundings) {
        if (!surroundings.terminal().interactive()) {
            surroundings.terminal().note("Nobody can be asked: --yes takes the differences.");
            return false;
        }
        surroundings.terminal().note(question + " [y/N]");
        try {
            String answer =
                    new BufferedReader(new InputStreamReader(surroundings.input(), StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }
}
