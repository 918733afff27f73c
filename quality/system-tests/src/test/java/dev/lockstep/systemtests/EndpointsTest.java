package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That no endpoint is left out of those that are tried from outside: the documented matrix is generated from the code, and complete. */
class EndpointsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+) ([^`]+)`");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    @Test
    void everyEndpointOfTheMatrixIsTried() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(Scene.root().resolve("docs/access.md")))
                .results()
                .toList();

        assertThat(rows).hasSizeGreaterThan(100);
        assertThat(rows.stream()
                        .filter(row -> Endpoints.all().noneMatch(tries(row.group(1), row.group(2))))
                        .map(row -> row.group(1) + " " + row.group(2)))
                .isEmpty();
    }

    private static Predicate<Endpoints> tries(String method, String path) {
        String any = Stream.of(PARAMETER.split(path, -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "[^/]+" + b)
                .orElseThrow();
        Predicate<String> matches = Pattern.compile(any).asMatchPredicate();
        return endpoint ->
                endpoint.method().equals(method) && matches.test(endpoint.path().split("\\?", 2)[0]);
    }
}
