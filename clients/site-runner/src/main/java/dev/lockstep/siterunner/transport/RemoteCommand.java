package dev.lockstep.siterunner.transport;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command as the one text that SSH takes. A POSIX shell on the other machine reads it; that shell looks for the program as a file in
 * the folders (what is built into a shell is none), says whether it begins, and ends everything that the program has started when this
 * side closes its input or goes away, also when the server ends the shell itself. Servers give each command a session of its own, whose
 * processes are ended together.
 */
final class RemoteCommand {
    private static final String SCRIPT = """
            exec 2>&1
            child=
            end() { kill -s KILL -- "-$$" || kill -s KILL "$child"; } >/dev/null 2>&1
            trap 'end; exit 137' HUP TERM
            word=$1; folders=$2; name=$3; shift 3
            set -f; IFS=:; program=
            for folder in $folders${folders:+:}$PATH; do
              if [ -z "$program" ] && [ -f "$folder/$name" ] && [ -x "$folder/$name" ]; then program=$folder/$name; fi
            done
            unset IFS
            if [ -z "$program" ]; then echo "$word missing"; exit 127; fi
            echo "$word begins"
            exec 3<&0
            "$program" "$@" </dev/null 3<&- &
            child=$!
            ( cat >/dev/null; end ) <&3 3<&- >/dev/null 2>&1 &
            watch=$!
            exec 3<&-
            wait "$child"; code=$?
            kill -s KILL "$watch" 2>/dev/null
            exit "$code"
            """;

    private RemoteCommand() {}

    /**
     * The text.
     *
     * @param word a word that neither the program nor its arguments can know
     * @param folders searched before the account's own path
     */
    static String of(String word, List<String> folders, List<String> argv) {
        return Stream.of(
                        Stream.of("exec", "/bin/sh", "-c", quoted(SCRIPT), "lockstep", quoted(word)),
                        Stream.of(quoted(String.join(":", folders))),
                        argv.stream().map(RemoteCommand::quoted))
                .flatMap(each -> each)
                .collect(Collectors.joining(" "));
    }

    /** Between single quotes a shell takes every character as it is; a single quote is written outside of them. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
