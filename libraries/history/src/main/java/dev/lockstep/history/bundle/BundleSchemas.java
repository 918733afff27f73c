package dev.lockstep.history.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON Schemas of what a bundle holds. */
public final class BundleSchemas {

    private static final List<String> NAMES =
            List.of("access-matrix.schema.json", "certificate.schema.json", "entry.schema.json");

    private BundleSchemas() {}

    /** Every schema by its place in a bundle. */
    public static SortedMap<String, byte[]> all() {
        SortedMap<String, byte[]> schemas = new TreeMap<>();
        NAMES.forEach(name -> schemas.put(BundleLayout.SCHEMAS + name, read(name)));
        return schemas;
    }

    private static byte[] read(String name) {
        try (InputStream in = Objects.requireNonNull(
                BundleSchemas.class.getResourceAsStream("/dev/lockstep/history/" + BundleLayout.SCHEMAS + name))) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
