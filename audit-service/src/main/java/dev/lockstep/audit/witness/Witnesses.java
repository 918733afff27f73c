package dev.lockstep.audit.witness;

import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.WitnessKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked to cosign. They stand in a file, one on a line: the submission prefix, a space, the witness's key. Empty lines and what
 * follows a number sign say nothing.
 *
 * @param all none twice; usually nobody
 * @param quorum how many of them make a checkpoint a witnessed one
 */
record Witnesses(List<Witness> all, int quorum) {

    private static final List<String> SCHEMES = List.of("http", "https");

    Witnesses {
        all = List.copyOf(all);
        if (all.stream().map(Witness::key).distinct().count() < all.size()) {
            throw new IllegalArgumentException("a witness stands there twice");
        }
        if (!all.isEmpty() && (quorum < 1 || quorum > all.size())) {
            throw new IllegalArgumentException(
                    "a quorum of %d cannot be had of %d witnesses".formatted(quorum, all.size()));
        }
    }

    /** More than half of them. */
    static Witnesses withMajority(List<Witness> all) {
        return new Witnesses(all, all.size() / 2 + 1);
    }

    /** @throws IllegalArgumentException when a line is none; it says which */
    static List<Witness> parse(List<String> lines) {
        List<Witness> witnesses = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                witnesses.add(witness(line, number));
            }
        }
        return witnesses;
    }

    private static Witness witness(String line, int number) {
        String[] parts = line.split(" +", 2);
        URI prefix = parts.length == 2 ? prefix(parts[0]) : null;
        if (prefix == null) {
            throw new IllegalArgumentException(
                    "line %d: a witness is the http or https address of its service, a space and its key"
                            .formatted(number));
        }
        return switch (WitnessKey.parse(parts[1])) {
            case Checked.Accepted<WitnessKey>(WitnessKey key) -> new Witness(prefix, key);
            case Checked.Refused<WitnessKey>(var refusal) ->
                throw new IllegalArgumentException("line %d: %s".formatted(number, refusal.detail()));
        };
    }

    private static @Nullable URI prefix(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && SCHEMES.contains(uri.getScheme()) ? uri : null;
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    /** Reads the file that is configured. */
    static class Configured {

        @Produces
        @Singleton
        Witnesses witnesses(
                @ConfigProperty(name = "lockstep.audit.witnesses") Optional<String> file,
                @ConfigProperty(name = "lockstep.audit.witness-quorum") Optional<Integer> quorum) {
            if (file.isEmpty()) {
                return new Witnesses(List.of(), 0);
            }
            try {
                List<Witness> all = parse(Files.readAllLines(Path.of(file.get())));
                return quorum.map(most -> new Witnesses(all, most)).orElseGet(() -> withMajority(all));
            } catch (IllegalArgumentException mistaken) {
                throw new IllegalStateException(
                        "the file of witnesses " + file.get() + ", " + mistaken.getMessage(), mistaken);
            } catch (IOException failed) {
                throw new UncheckedIOException("reading the witnesses", failed);
            }
        }
    }
}
