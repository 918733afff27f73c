package dev.lockstep.lab.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the lab's programs as processes. */
final class ProcessConsole implements Console {
    private final Path programs;

    ProcessConsole(Path programs) {
        this.programs = programs;
    }

    @Override
    public Answer run(ConsoleCommand act) throws IOException, InterruptedException {
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
