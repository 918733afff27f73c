package dev.lockstep.cli.demo;

import dev.lockstep.lab.operator.ConsoleCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shell lines that carry attended work out in the simulated data centre. */
final class AttendedLines {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private AttendedLines() {}

    /**
     * The lines, good for any terminal of this machine. Programs are named with their folder: some have the names of programs of this
     * machine.
     *
     * @param commands in order; with none the person knows what to do
     * @param programs folder of the programs below the root
     * @param attestation the last line
     */
    static List<String> of(DemoPlace place, List<ConsoleCommand> commands, String programs, String attestation) {
        List<String> lines = new ArrayList<>();
        lines.add("cd " + quoted(place.root().toString()));
        lines.add("export LOCKSTEP_STATE=%s LOCKSTEP_LAB_URL=%s LOCKSTEP_LAB_TOKEN=%s"
                .formatted(
                        quoted(place.state().toString()),
                        quoted(place.lab().toString()),
                        quoted(place.state().resolve("secrets/lab").toString())));
        for (ConsoleCommand command : commands) {
            String line = Stream.concat(
                            Stream.of(programs + command.program()),
                            command.arguments().stream().map(AttendedLines::quoted))
                    .collect(Collectors.joining(" "));
            String at = command.node().isEmpty() ? "" : "LOCKSTEP_LAB_NODE=" + quoted(command.node()) + " ";
            boolean awaitsNode = command.program().equals("cluster");
            lines.add(awaitsNode ? "until " + at + line + " | grep -w Up; do sleep 1; done" : at + line);
        }
        lines.add(attestation);
        return lines;
    }

    /** A word as a shell takes it unchanged. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
