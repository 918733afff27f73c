package dev.lockstep.lab.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator has begun, done and attested, line by line in a file that is on disk before the operator goes on: one that was
 * killed knows afterwards what it must not do a second time. A last line that was not written whole was never acted on. Safe to be used by several threads.
 */
final class Diary implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel file;
    private final Map<String, Entry> entries = new HashMap<>();

    private Diary(FileChannel file) {
        this.file = file;
    }

    /** How far an act has got. */
    sealed interface Entry {
        /** It may have been carried out, wholly or in part. */
        record Begun() implements Entry {}

        /** It has ended like this; the orchestration has perhaps not heard of it. */
        record Ended(Acts.Report report) implements Entry {}

        /** The orchestration has heard of it. */
        record Attested() implements Entry {}
    }

    /** Opens the diary of a folder, which is made when it does not exist. */
    static Diary open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve("acts.jsonl");
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Diary diary = new Diary(file);
        long whole = diary.read(Files.readString(path));
        file.truncate(whole).position(whole);
        return diary;
    }

    /** Reads the lines that were written whole; their length in bytes. */
    private long read(String text) throws JsonProcessingException {
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        for (String line : whole.lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            entries.put(entry.path("act").asText(), entry(entry));
        }
        return whole.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Entry entry(JsonNode line) {
        String is = line.path("is").asText();
        return switch (is) {
            case "BEGUN" -> new Entry.Begun();
            case "ENDED" ->
                new Entry.Ended(new Acts.Report(
                        line.path("done").asBoolean(), line.path("evidence").asText()));
            case "ATTESTED" -> new Entry.Attested();
            default -> throw new IllegalArgumentException("not an entry of this diary: " + is);
        };
    }

    /** How far an act has got; empty when it was never begun. */
    synchronized Optional<Entry> find(String act) {
        return Optional.ofNullable(entries.get(act));
    }

    /** Returns when the entry is on disk. */
    synchronized void write(String act, Entry entry) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("act", act);
        switch (entry) {
            case Entry.Begun _ -> line.put("is", "BEGUN");
            case Entry.Ended(Acts.Report report) ->
                line.put("is", "ENDED").put("done", report.done()).put("evidence", report.evidence());
            case Entry.Attested _ -> line.put("is", "ATTESTED");
        }
        ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(true);
        entries.put(act, entry);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
