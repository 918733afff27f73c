package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What nslookup.exe finds out about the address of a host. It always ends with success: only its words tell. First it names the server
 * that it asked, with the same words as the host, so that nothing before the host's own name is an answer.
 */
final class NameAnswers {
    private static final Pattern FAILURE = Pattern.compile("\\*\\*\\* (\\S+) can't find (\\S+): (.+?)\\s*");
    private static final Pattern NO_ADDRESS =
            Pattern.compile("\\*\\*\\* No address \\(A\\) records available for (\\S+)\\s*");
    private static final Pattern MEMBER = Pattern.compile("(Server|Address|Addresses|Name|Aliases):\\s+(\\S.*?)\\s*");
    private static final Pattern ADDRESS = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final String NO_SUCH_NAME = "Non-existent domain";
    private static final String SILENCE = "No response from server";
    private static final String NOT_ITS_OWN = "Non-authoritative answer:";

    private NameAnswers() {}

    /**
     * The host's address, of several the first in the order of their texts, because servers turn them round; that there is none when the
     * name server knows no such name, or no address of it.
     */
    static Observed address(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        String host = arguments.text("host");
        output.requireSuccess();
        Report report = new Report(DocumentKind.ORGANIZATION, source);
        List<String> lines = output.lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals(NOT_ITS_OWN))
                .toList();
        if (isUnknown(lines, host)) {
            requireNoAnswer(lines);
            return report.none("dns", "aRecords", host).observed();
        }
        return report.text(answer(lines, host), "dns", "aRecords", host).observed();
    }

    private static boolean isUnknown(List<String> lines, String host) throws ParseException {
        for (String line : lines) {
            Matcher none = NO_ADDRESS.matcher(line);
            Matcher failure = FAILURE.matcher(line);
            if (none.matches() && same(none.group(1), host)) {
                return true;
            }
            if (failure.matches()) {
                requireUnknown(failure, host);
                return true;
            }
        }
        return false;
    }

    private static void requireUnknown(Matcher failure, String host) throws ParseException {
        String why = failure.group(3);
        String shown = "nslookup could not ask: " + ToolOutput.shown(failure.group());
        if (why.equals(SILENCE)) {
            throw new NoAnswerException(shown);
        }
        if (!why.equals(NO_SUCH_NAME) || !same(failure.group(2), host)) {
            throw new ParseException(shown);
        }
    }

    private static void requireNoAnswer(List<String> lines) throws ParseException {
        if (lines.stream().anyMatch(line -> line.startsWith("Name:"))) {
            throw new ParseException("nslookup found the host and did not find it");
        }
    }

    private static String answer(List<String> lines, String host) throws ParseException {
        int server = indexOf("Server", lines, 0);
        int asked = indexOf("Address", lines, server + 1);
        int name = indexOf("Name", lines, asked + 1);
        if (server < 0 || asked != server + 1 || name < 0 || name + 1 >= lines.size()) {
            throw new ParseException("nslookup does not tell an address" + EnglishTools.insteadOfLookup(lines));
        }
        Matcher addresses = MEMBER.matcher(lines.get(name + 1));
        if (!addresses.matches() || !addresses.group(1).startsWith("Address")) {
            throw new ParseException(
                    "nslookup does not tell the address of " + ToolOutput.shown(lines.get(name)) + " after its name");
        }
        requireHost(lines.subList(name, lines.size()), host);
        List<String> found = new ArrayList<>(Arrays.asList(addresses.group(2).split(",\\s*", -1)));
        // Newer versions tell each further address in a line of its own.
        lines.stream()
                .skip(name + 2L)
                .takeWhile(line -> ADDRESS.matcher(line).matches())
                .forEach(found::add);
        for (String each : found) {
            if (!ADDRESS.matcher(each).matches()) {
                throw new ParseException("not an address: " + ToolOutput.shown(each));
            }
        }
        return found.stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** An alias is told after the name that it stands for. */
    private static void requireHost(List<String> answer, String host) throws ParseException {
        boolean named = answer.stream()
                .map(MEMBER::matcher)
                .filter(Matcher::matches)
                .filter(member ->
                        member.group(1).equals("Name") || member.group(1).equals("Aliases"))
                .flatMap(member -> Arrays.stream(member.group(2).split(",\\s*", -1)))
                .anyMatch(each -> same(each, host));
        if (!named) {
            throw new ParseException("the answer is not about the host " + host);
        }
    }

    private static int indexOf(String member, List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            Matcher matcher = MEMBER.matcher(lines.get(i));
            if (matcher.matches() && matcher.group(1).equals(member)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(String told, String host) {
        return plain(told).equals(plain(host));
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
