package dev.lockstep.siterunner.parsing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tool printed.
 *
 * @param exitCode how it ended
 * @param lines without their ends
 * @param complete whether the last line was ended
 */
public record ToolOutput(int exitCode, List<String> lines, boolean complete) {
    private static final Pattern SYSTEM_ERROR =
            Pattern.compile("System error (\\d+) has occurred \\(0x[0-9a-fA-F]+\\)\\.");

    /** Access denied; no network path or name; no RPC server or endpoint; a cluster service that does not run. */
    private static final Set<Integer> NO_ANSWER = Set.of(5, 53, 67, 1722, 1753, 5042);

    public ToolOutput {
        lines = List.copyOf(lines);
    }

    /** Reads what a process printed; Windows and other line ends are the same. */
    public static ToolOutput of(int exitCode, String text) {
        String plain = text.replace("\r\n", "\n").replace('\r', '\n');
        boolean complete = plain.isEmpty() || plain.endsWith("\n");
        return new ToolOutput(exitCode, plain.lines().toList(), complete);
    }

    /** Refuses output with characters that no listing has, and output that ends in the middle of a line. */
    void requireReadable() throws ParseException {
        for (String line : lines) {
            boolean strange = line.chars().anyMatch(each -> (each < ' ' && each != '\t') || each == 0xFFFD);
            if (strange) {
                throw new ParseException("the output has characters that do not belong there: " + shown(line));
            }
        }
        if (!complete) {
            throw new ParseException("the output ends in the middle of a line");
        }
    }

    /** Refuses an answer after which the tool says by its exit code that it did not succeed. */
    void requireSuccess() throws ParseException {
        if (exitCode != 0) {
            throw new ParseException("the tool ended with exit code " + exitCode + ", whatever it printed before");
        }
    }

    /** The number of the system error that cluster.exe reports, if it does. */
    Optional<Integer> systemError() throws ParseException {
        for (String line : lines) {
            Matcher matcher = SYSTEM_ERROR.matcher(line.strip());
            if (matcher.matches()) {
                return Optional.of(Numbers.parse(matcher.group(1), "error number"));
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses the answer of cluster.exe that the cluster cannot be reached.
     *
     * @throws NoAnswerException with the number of the error
     */
    void requireAnswer() throws ParseException {
        Optional<Integer> silence = systemError().filter(NO_ANSWER::contains);
        if (silence.isPresent()) {
            throw new NoAnswerException("the cluster does not answer: system error " + silence.get());
        }
    }

    boolean contains(String part) {
        return lines.stream().anyMatch(each -> each.contains(part));
    }

    /** A piece of output that is safe to show in a message. */
    static String shown(String line) {
        String safe = line.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + safe.substring(0, Math.min(120, safe.length())) + "'";
    }
}
