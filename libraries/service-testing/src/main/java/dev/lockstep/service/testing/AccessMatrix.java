package dev.lockstep.service.testing;

import dev.lockstep.access.AccessPolicy;
import dev.lockstep.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of {@code docs/access.md} that tells of one service, from the service's endpoints and their policies. It stands between two
 * comments that name the service.
 */
final class AccessMatrix {

    static final Path DOCUMENT = Path.of("../docs/access.md");

    private AccessMatrix() {}

    /** The name of the service under test: that of its folder. */
    static String service() {
        return Path.of("").toAbsolutePath().getFileName().toString();
    }

    /** What the endpoints and policies say, as Markdown. */
    static String table(List<Endpoint> endpoints) {
        return Stream.of(
                        Stream.of(row(
                                Stream.concat(Stream.of("endpoint"), roles(Role::code)),
                                "where",
                                "recent sign-in",
                                "recorded",
                                "policy")),
                        Stream.of(row(Stream.concat(Stream.of("---"), roles(_ -> ":-:")), "---", ":-:", "---", "---")),
                        endpoints.stream().map(AccessMatrix::row))
                .flatMap(rows -> rows)
                .collect(Collectors.joining("\n"));
    }

    private static String row(Endpoint endpoint) {
        AccessPolicy policy = endpoint.policy().orElseThrow();
        return row(
                Stream.concat(
                        Stream.of("`%s`".formatted(endpoint)),
                        roles(role -> policy.roles().contains(role) ? "yes" : "–")),
                policy.where().name().toLowerCase(Locale.ROOT),
                policy.recentSignIn() ? "yes" : "–",
                switch (policy.recorded()) {
                    case NOTHING -> "–";
                    case READS -> "read";
                    case DECISIONS -> "decision";
                    case EFFECTS -> "decision, with its effect";
                },
                "`%s`".formatted(policy.name()));
    }

    private static Stream<String> roles(Function<Role, String> cell) {
        return Arrays.stream(Role.values()).map(cell);
    }

    private static String row(Stream<String> first, String... more) {
        return Stream.concat(first, Arrays.stream(more)).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** What the document says of a service; an empty text when it does not speak of it. */
    static String written(String service) throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(begin(service));
        int end = document.indexOf(end(service));
        return begin < 0 || end < begin
                ? ""
                : document.substring(begin + begin(service).length(), end).strip();
    }

    /** Writes what the document says of a service. */
    static void write(String service, String table) throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(begin(service)) + begin(service).length();
        Files.writeString(
                DOCUMENT,
                document.substring(0, begin) + "\n\n" + table + "\n\n"
                        + document.substring(document.indexOf(end(service))));
    }

    private static String begin(String service) {
        return "<!-- begin %s -->".formatted(service);
    }

    private static String end(String service) {
        return "<!-- end %s -->".formatted(service);
    }
}
