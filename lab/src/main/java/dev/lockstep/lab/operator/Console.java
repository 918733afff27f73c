package dev.lockstep.lab.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The consoles of the lab's machines: runs one of the lab's programs as a process and reads what it says. */
final class Console {
    private final Path programs;

    Console(Path programs) {
        this.programs = programs;
    }

    /** What a program said and how it ended. */
    record Answer(int exitCode, String output) {}

    Answer run(ConsoleCommand act) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(programs.resolve(act.program()).toString());
        command.addAll(act.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LOCKSTEP_LAB_NODE", act.node());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        return new Answer(process.waitFor(), output.strip());
    }
}
