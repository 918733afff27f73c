package dev.lockstep.siterunner.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What differs between the systems that a runner can work on, when it reads its environment and starts programs. */
public enum HostSystem {
    /** Arguments reach a program one by one, a program's file has its name, upper and lower case differ. */
    POSIX(":") {
        @Override
        public Map<String, String> variables(Map<String, String> environment) {
            return Map.copyOf(environment);
        }

        @Override
        List<String> fileNames(String program) {
            return ProgramName.isPlain(program) ? List.of(program) : List.of();
        }

        @Override
        Optional<String> refusal(String argument) {
            return Optional.empty();
        }
    },
    /**
     * A program gets one line of text, which it takes apart again by itself: nearly always by the rules of Microsoft's C runtime, by which
     * blanks and backslashes, the last one included, can be told apart, and {@code &}, {@code %} and {@code ^} mean nothing. A quotation
     * mark can be written in more than one way, of which programs that read their line by themselves, as {@code cluster.exe} does, need not
     * know any; a command file ({@code .bat}, {@code .cmd}) would be read by a shell. Neither is passed on or started.
     */
    WINDOWS(";") {
        @Override
        public Map<String, String> variables(Map<String, String> environment) {
            Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            variables.putAll(environment);
            return variables;
        }

        @Override
        List<String> fileNames(String program) {
            if (!WINDOWS_NAME.matcher(program).matches()) {
                return List.of();
            }
            if (program.toLowerCase(Locale.ROOT).endsWith(EXE)) {
                return List.of(program);
            }
            return program.contains(".") ? List.of(program + EXE) : List.of(program, program + EXE);
        }

        @Override
        Optional<String> refusal(String argument) {
            return argument.chars().anyMatch(each -> each == '"' || Character.isISOControl(each))
                    ? Optional.of("programs of Windows do not agree on how to read an argument with a quotation mark or"
                            + " a control character; nothing was started")
                    : Optional.empty();
        }
    };

    private static final String EXE = ".exe";
    /** Windows leaves dots and blanks at the end of a name out and takes what follows a colon for a stream of the file. */
    private static final Pattern WINDOWS_NAME = Pattern.compile("[A-Za-z0-9_-](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?");

    private final String separator;

    HostSystem(String separator) {
        this.separator = separator;
    }

    /** The system of this machine. */
    public static HostSystem current() {
        return System.getProperty("os.name", "").startsWith("Windows") ? WINDOWS : POSIX;
    }

    /** The environment as this system looks variables up, such as {@code PATH} that Windows calls {@code Path}. */
    public abstract Map<String, String> variables(Map<String, String> environment);

    /** The folders of a variable such as {@code PATH}. */
    public List<String> folders(String variable) {
        return Arrays.stream(variable.split(separator, -1))
                .map(each -> this == WINDOWS ? each.replace("\"", "") : each)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toList());
    }

    /** The files that a program of this name can be, the first that is there being it; none when the name can mean anything else. */
    abstract List<String> fileNames(String program);

    /** Why a program would perhaps not get this argument as it is; empty when it does. */
    abstract Optional<String> refusal(String argument);
}
