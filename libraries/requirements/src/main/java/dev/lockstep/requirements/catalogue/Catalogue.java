package dev.lockstep.requirements.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * One state of the requirements.
 *
 * @param version its version, which people read
 * @param hash SHA-256 over its canonical JSON (RFC 8785), in hexadecimal; two catalogues of one hash say the same
 * @param requirements the requirements, in the catalogue's order
 */
public record Catalogue(String version, String hash, List<Requirement> requirements) {

    public Catalogue {
        requirements = List.copyOf(requirements);
    }

    private static final class Standard {
        static final Catalogue INSTANCE = CatalogueReader.readStandard();
    }

    /** The requirements of the source document and the supplementary ones, as this library brings them. */
    public static Catalogue standard() {
        return Standard.INSTANCE;
    }

    /** The requirement of an id. */
    public Optional<Requirement> requirement(String id) {
        return requirements.stream()
                .filter(requirement -> requirement.id().equals(id))
                .findFirst();
    }
}
