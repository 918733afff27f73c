package dev.lockstep.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.localstack.server.Distributions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the compose file and its images promise, as far as it can be read from them. */
class ComposeFileTest {
    private static final Path ROOT = Path.of("..");
    private static final Set<String> EXPECTED =
            Set.of("postgresql", "kafka", "keycloak", "inventory", "validation", "orchestration", "audit");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:[0-9]+(\\.[0-9]+)+.*|eclipse-temurin:25-jre");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]*}");
    /** The one line of the demo's settings that is no secret. */
    private static final String DEMO_SIGN_IN = "DEMO_SIGN_IN=true";

    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN).*");

    /** One service of the file, with what it inherits. */
    record Described(String name, Map<?, ?> description) {
        @Override
        public String toString() {
            return name;
        }

        Map<?, ?> map(String member) {
            return description.get(member) instanceof Map<?, ?> map ? map : Map.of();
        }

        static String text(Map<?, ?> within, String member) {
            return String.valueOf(within.get(member));
        }

        List<?> list(String member) {
            return description.get(member) instanceof List<?> list ? list : List.of();
        }
    }

    static Stream<Described> services() throws IOException {
        try (Reader file = Files.newBufferedReader(ROOT.resolve("docker-compose.yml"))) {
            Map<?, ?> compose = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            List<Described> services = new ArrayList<>();
            ((Map<?, ?>) Objects.requireNonNull(compose.get("services")))
                    .forEach((name, description) ->
                            services.add(new Described(name.toString(), (Map<?, ?>) description)));
            return services.stream();
        }
    }

    @Test
    void everythingOfThePlatformIsThere() throws IOException {
        assertThat(services().map(Described::name)).containsExactlyInAnyOrderElementsOf(EXPECTED);
    }

    @ParameterizedTest
    @MethodSource("services")
    void eachIsCheckedForHealthAndWaitsForTheHealthOfWhatItNeeds(Described service) {
        assertThat(service.map("healthcheck").get("test")).as("health check").isInstanceOf(List.class);
        assertThat(service.map("depends_on").values())
                .allSatisfy(needed ->
                        assertThat(((Map<?, ?>) needed).get("condition")).isEqualTo("service_healthy"));
        if (service.map("build").isEmpty()) {
            assertThat(service.map("depends_on").keySet())
                    .as("a server needs nothing")
                    .isEmpty();
        } else {
            assertThat(service.map("depends_on").keySet().contains("postgresql"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatComesFromElsewhereIsPinned(Described service) throws IOException {
        if (service.map("build").isEmpty()) {
            assertThat(Described.text(service.description(), "image")).matches(PINNED);
        } else {
            Path dockerfile = ROOT.resolve(Described.text(service.map("build"), "dockerfile"));
            assertThat(Files.readAllLines(dockerfile).stream()
                            .filter(line -> line.startsWith("FROM "))
                            .map(line -> line.substring("FROM ".length())))
                    .isNotEmpty()
                    .allMatch(PINNED.asMatchPredicate());
        }
    }

    @Test
    void imagesAndLocalStackHaveTheSameVersions() throws IOException {
        Distributions local = Distributions.fromBuild();
        Map<String, String> images = new HashMap<>();
        services().forEach(service -> images.put(service.name(), Described.text(service.description(), "image")));

        assertThat(local.postgresqlVersion())
                .startsWith(Objects.requireNonNull(images.get("postgresql")).replace("postgres:", ""));
        assertThat(Files.readString(ROOT.resolve("deploy/images/keycloak/Dockerfile")))
                .contains("FROM keycloak/keycloak:" + local.keycloakVersion() + "\n");
        try (Stream<Path> libraries = Files.list(local.kafkaLibraries())) {
            String version = Objects.requireNonNull(images.get("kafka")).replace("apache/kafka:", "");
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .contains("kafka_2.13-" + version + ".jar");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void nothingIsOfferedBeyondThisMachine(Described service) {
        assertThat(service.list("ports"))
                .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
        assertThat(service.description().containsKey("network_mode")).isFalse();
        assertThat(service.description().containsKey("privileged")).isFalse();
    }

    @Test
    void thereIsNoSecretButTheMarkedDemoOnesAndEachOfThemIsUsed() throws IOException {
        Map<String, String> demo = new TreeMap<>();
        List<String> lines = Files.readAllLines(ROOT.resolve(".env.demo"));
        assertThat(lines.getFirst()).startsWith("# DEMO ONLY.");
        lines.stream().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            String[] parts = line.split("=", 2);
            if (!line.equals(DEMO_SIGN_IN)) {
                demo.put(parts[0], parts[1]);
            }
        });
        assertThat(demo.values()).allMatch(value -> value.startsWith("demo-"));

        Set<String> used = new TreeSet<>();
        services()
                .forEach(service -> service.map("environment").forEach((name, value) -> {
                    if (SECRET.matcher(name.toString()).matches()) {
                        Matcher variable = VARIABLE.matcher(value.toString());
                        assertThat(variable.matches()).as(service + " " + name).isTrue();
                        used.add(variable.group(1));
                    }
                }));
        assertThat(used).isEqualTo(demo.keySet());
    }
}
