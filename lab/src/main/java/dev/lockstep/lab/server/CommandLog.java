package dev.lockstep.lab.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every program that was started in the lab, in order: a file of JSON lines with program, node and arguments, written before the
 * program does anything. It tells from the lab's own side what was carried out and how often.
 */
public final class CommandLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** @param file made when the first program starts */
    public CommandLog(Path file) {
        this.file = file;
    }

    synchronized void started(String program, String node, List<String> arguments) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("program", program);
        line.put("node", node);
        line.put("arguments", arguments);
        Files.writeString(
                file,
                JSON.writeValueAsString(line) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }
}
