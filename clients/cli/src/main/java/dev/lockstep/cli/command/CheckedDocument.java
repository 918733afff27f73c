package dev.lockstep.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.CommandFailure.Mistake;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentMistake;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An inventory document for commands that need no platform. */
public final class CheckedDocument {

    private CheckedDocument() {}

    /**
     * Reads a document and checks it whole.
     *
     * @throws CommandFailure that names every mistake by its place
     */
    public static ObjectNode read(String file, Surroundings surroundings) {
        byte[] bytes = Documents.read(file, surroundings).getBytes(StandardCharsets.UTF_8);
        return accepted(
                new DocumentReader(FactsDictionary.standard()).read(bytes),
                "'%s' is not a valid inventory document.".formatted(file));
    }

    /**
     * The document of a reading.
     *
     * @param otherwise what to say when it was refused
     * @throws CommandFailure that names every mistake by its place
     */
    public static ObjectNode accepted(DocumentReading reading, String otherwise) {
        return switch (reading) {
            case DocumentReading.Accepted accepted -> accepted.document();
            case DocumentReading.Refused refused -> throw refused(otherwise, refused.mistakes());
        };
    }

    /** A document of which nothing is done, with every mistake by its place. */
    public static CommandFailure refused(String sentence, List<DocumentMistake> mistakes) {
        return new CommandFailure(
                ExitCode.INVALID,
                sentence,
                "",
                mistakes.stream()
                        .map(mistake -> new Mistake("", mistake.sentence()))
                        .toList());
    }
}
