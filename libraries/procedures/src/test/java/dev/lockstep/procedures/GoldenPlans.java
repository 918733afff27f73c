package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.requirements.catalogue.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Plans that are checked in as listings, one line for each step. A listing that differs is left in {@code target/golden}. */
final class GoldenPlans {

    private static final Path MADE = Path.of("target/golden");

    private GoldenPlans() {}

    /** Also: its steps ask at stages that its scenario has, or a person who checks one by hand would be refused. */
    static void assertGolden(String name, Plan plan) {
        assertThat(plan.steps())
                .as("stages of %s", plan.scenario())
                .allSatisfy(step ->
                        assertThat(Catalogue.standard().stages(plan.scenario())).containsAll(step.requires()));
        String listing = listing(plan);
        String golden = read(name);
        if (!listing.equals(golden)) {
            write(name, listing);
        }
        assertThat(listing)
                .as("the plan %s; the one made now is in %s", name, MADE)
                .isEqualTo(golden);
    }

    private static String listing(Plan plan) {
        return plan.steps().stream().map(GoldenPlans::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(PlanStep step) {
        String skipped = step.skip().expected() == null
                ? ""
                : " | skipped: " + step.skip().expected();
        return "%s | %s | %s | %s | %s%s"
                .formatted(
                        step.id(),
                        step.actor(),
                        step.requires().stream().map(Object::toString).collect(Collectors.joining("+")),
                        String.join("+", step.locks()),
                        step.command().isEmpty() ? step.action() : String.join(" ", step.command()),
                        skipped);
    }

    private static String read(String name) {
        try (InputStream in = GoldenPlans.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String name, String listing) {
        try {
            Files.createDirectories(MADE);
            Files.writeString(MADE.resolve(name), listing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
