package dev.lockstep.siterunner.parsing;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the answers of tools in another language from what is no answer at all, by the shape that they share with the English ones:
 * only English answers are read, and whoever set up a runner learns why.
 */
final class EnglishTools {
    private static final String NEEDED = ": English tools are needed";
    private static final Pattern DASHES = Pattern.compile("-{2,}[- ]*");
    private static final Pattern ERROR = Pattern.compile("\\D*(\\d+)\\D.*\\(0x([0-9a-fA-F]{8})\\).*");
    private static final Pattern SC_FAILURE = Pattern.compile("\\[SC] .*\\S (\\d+):?\\s*");
    private static final Pattern SC_MEMBER = Pattern.compile("\\s*([\\p{L}_][\\p{L}\\d_ ]*?)\\s*: .*");
    private static final Pattern REG_FAILURE = Pattern.compile("\\p{L}[\\p{L} ]*:\\s+\\S.*");
    private static final Pattern LOOKUP_FAILURE =
            Pattern.compile("\\*\\*\\* (?:.*an't find .*|No .* records available.*|Default servers? .*)");
    private static final Set<String> SC_MEMBERS = Set.of(
            "SERVICE_NAME",
            "DISPLAY_NAME",
            "TYPE",
            "STATE",
            "WIN32_EXIT_CODE",
            "SERVICE_EXIT_CODE",
            "CHECKPOINT",
            "WAIT_HINT",
            "PID",
            "FLAGS",
            "START_TYPE",
            "ERROR_CONTROL",
            "BINARY_PATH_NAME",
            "LOAD_ORDER_GROUP",
            "TAG",
            "DEPENDENCIES",
            "SERVICE_START_NAME");

    private EnglishTools() {}

    /** What a message adds about output in which an English listing of cluster.exe was not found; empty when nothing is to be said. */
    static String insteadOfListing(ToolOutput output) {
        for (String line : output.lines()) {
            Matcher error = ERROR.matcher(line);
            if (!line.startsWith("System error") && error.matches() && same(error.group(1), error.group(2))) {
                return "; it is system error " + error.group(1) + " in another language" + NEEDED;
            }
        }
        boolean listing =
                output.lines().stream().anyMatch(each -> DASHES.matcher(each).matches());
        boolean english = output.lines().stream().anyMatch(each -> each.startsWith("Listing "));
        return listing && !english ? "; it is a listing in another language" + NEEDED : "";
    }

    private static boolean same(String decimal, String hexadecimal) {
        return decimal.length() <= 10 && Long.parseLong(decimal) == Long.parseLong(hexadecimal, 16);
    }

    /** The same about sc.exe, whose names of members are translated, and what it says instead of FAILED. */
    static String insteadOfService(List<String> lines) {
        boolean foreign = lines.stream().anyMatch(line -> {
            if (line.startsWith("[SC]")) {
                return SC_FAILURE.matcher(line).matches() && !line.contains("FAILED");
            }
            Matcher member = SC_MEMBER.matcher(line);
            return member.matches() && !SC_MEMBERS.contains(member.group(1));
        });
        return foreign ? "; it is an answer in another language" + NEEDED : "";
    }

    /** The same about ldifde.exe, which says first to which server it connects. */
    static String insteadOfExport(List<String> lines) {
        String first =
                lines.stream().filter(each -> !each.isBlank()).findFirst().orElse("");
        boolean foreign = first.indexOf('"') != first.lastIndexOf('"') && !first.startsWith("Connecting to ");
        return foreign ? "; it is an answer in another language" + NEEDED : "";
    }

    /** The same about reg.exe, whose answers are English everywhere and whose errors are translated. */
    static String insteadOfKeys(List<String> lines) {
        boolean foreign = lines.stream()
                .anyMatch(each -> REG_FAILURE.matcher(each).matches()
                        && !each.toLowerCase(Locale.ROOT).startsWith("error"));
        return foreign ? "; it is an error in another language" + NEEDED : "";
    }

    /** The same about nslookup.exe, which names servers and hosts in English everywhere and translates what it could not find. */
    static String insteadOfLookup(List<String> lines) {
        boolean foreign = lines.stream()
                .anyMatch(each ->
                        each.startsWith("*** ") && !LOOKUP_FAILURE.matcher(each).matches());
        return foreign ? "; it is an answer in another language" + NEEDED : "";
    }

    /** The same about findstr.exe, which shows lines of a log that is English everywhere. */
    static String insteadOfLines(List<String> lines) {
        boolean foreign =
                lines.stream().anyMatch(each -> each.startsWith("FINDSTR: ") && !each.startsWith("FINDSTR: Cannot "));
        return foreign
                ? "; unless it is an English error that is not known, it is one in another language" + NEEDED
                : "";
    }
}
