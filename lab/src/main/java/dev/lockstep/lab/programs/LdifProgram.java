package dev.lockstep.lab.programs;

import dev.lockstep.lab.directory.DirectoryEntry;
import dev.lockstep.lab.directory.DirectoryTree;
import dev.lockstep.lab.world.DomainController;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ldifde.exe, exporting: {@code ldifde -f - -s DC -d BASE -p SCOPE -r FILTER -l ATTRIBUTES}. */
final class LdifProgram {
    private static final Pattern FILTER = Pattern.compile("\\((\\w+)=([^()]*)\\)");
    private static final int WIDTH = 76;
    private static final int SERVER_DOWN = 0x51;
    private static final int NO_SUCH_OBJECT = 0x20;

    private LdifProgram() {}

    static int run(Call call, Terminal terminal) {
        Optional<Map<String, String>> parsed = options(call.arguments());
        if (parsed.isEmpty() || !parsed.orElseThrow().containsKey("f")) {
            terminal.out("Invalid Parameters: Bad argument");
            return Exit.FAILURE;
        }
        Map<String, String> options = parsed.orElseThrow();
        String server = options.getOrDefault("s", call.world().directory().schemaMaster());
        terminal.out("Connecting to \"" + server + "\"");
        Optional<DomainController> controller = controller(call, server);
        if (controller.isEmpty()) {
            terminal.out("The connection cannot be established");
            terminal.out("The error code is 81");
            return Exit.of(SERVER_DOWN);
        }
        terminal.out("Logging in as current user using SSPI");
        terminal.out("Exporting directory to file " + options.getOrDefault("f", "-"));
        terminal.out("Searching for entries...");
        return export(call, controller.orElseThrow(), options, terminal);
    }

    private static Optional<DomainController> controller(Call call, String server) {
        return call.world().directory().controllers().stream()
                .filter(each -> each.name().equalsIgnoreCase(server)
                        || each.name().toLowerCase(Locale.ROOT).startsWith(server.toLowerCase(Locale.ROOT) + "."))
                .findFirst();
    }

    private static Optional<Map<String, String>> options(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.matches("[-/][a-zA-Z]") || i + 1 >= arguments.size()) {
                return Optional.empty();
            }
            options.put(name.substring(1).toLowerCase(Locale.ROOT), arguments.get(i + 1));
        }
        return Optional.of(options);
    }

    private static int export(Call call, DomainController controller, Map<String, String> options, Terminal terminal) {
        List<DirectoryEntry> all = DirectoryTree.of(call.world(), controller);
        String base = normal(options.getOrDefault("d", DirectoryTree.dn(controller.domain())));
        String scope = options.getOrDefault("p", "subtree").toLowerCase(Locale.ROOT);
        Matcher filter = FILTER.matcher(options.getOrDefault("r", "(objectClass=*)"));
        if (!filter.matches()) {
            terminal.out("The search filter cannot be recognized");
            return Exit.FAILURE;
        }
        if (all.stream().noneMatch(each -> within(normal(each.name()), base))) {
            terminal.out("Search Failed: No Such Object");
            terminal.out("The error code is " + NO_SUCH_OBJECT);
            terminal.out("An error has occurred in the program");
            return Exit.of(NO_SUCH_OBJECT);
        }
        List<DirectoryEntry> hits = all.stream()
                .filter(each -> inScope(normal(each.name()), base, scope))
                .filter(each -> matches(each, filter.group(1), filter.group(2)))
                .toList();
        if (hits.isEmpty()) {
            terminal.out("No Entries found");
        } else {
            terminal.out("Writing out entries.");
            hits.forEach(each -> write(each, options.get("l"), terminal));
            terminal.out(hits.size() + " entries exported");
        }
        terminal.out("");
        terminal.out("The command has completed successfully");
        return Exit.SUCCESS;
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("\\s*,\\s*", ",").strip();
    }

    private static boolean within(String name, String base) {
        return name.equals(base) || name.endsWith("," + base);
    }

    private static boolean inScope(String name, String base, String scope) {
        return switch (scope) {
            case "base" -> name.equals(base);
            case "onelevel" ->
                name.endsWith("," + base)
                        && name.substring(0, name.length() - base.length() - 1).split("(?<!\\\\),").length == 1;
            default -> within(name, base);
        };
    }

    private static boolean matches(DirectoryEntry entry, String attribute, String wanted) {
        String[] pieces = wanted.split("\\*", -1);
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pieces.length; i++) {
            regex.append(i == 0 ? "" : ".*").append(Pattern.quote(pieces[i]));
        }
        Pattern pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
        return entry.attributes().stream()
                .anyMatch(each -> each.getKey().equalsIgnoreCase(attribute)
                        && pattern.matcher(each.getValue()).matches());
    }

    private static void write(
            DirectoryEntry entry, @org.jspecify.annotations.Nullable String wanted, Terminal terminal) {
        line(terminal, "dn", entry.name());
        terminal.out("changetype: add");
        List<String> attributes = wanted == null
                ? List.of()
                : Arrays.stream(wanted.split(",")).map(String::strip).toList();
        for (Map.Entry<String, String> each : entry.attributes()) {
            if (attributes.isEmpty() || attributes.stream().anyMatch(each.getKey()::equalsIgnoreCase)) {
                line(terminal, each.getKey(), each.getValue());
            }
        }
        terminal.out("");
    }

    /** One attribute as LDIF (RFC 2849): values that are not plain ASCII in base 64, long lines folded. */
    private static void line(Terminal terminal, String attribute, String value) {
        boolean plain = value.chars().allMatch(each -> each >= ' ' && each < 127)
                && !value.startsWith(" ")
                && !value.startsWith(":")
                && !value.startsWith("<")
                && !value.endsWith(" ");
        String text = plain
                ? attribute + ": " + value
                : attribute + ":: " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        terminal.out(text.substring(0, Math.min(WIDTH, text.length())));
        for (int from = WIDTH; from < text.length(); from += WIDTH - 1) {
            terminal.out(" " + text.substring(from, Math.min(from + WIDTH - 1, text.length())));
        }
    }
}
