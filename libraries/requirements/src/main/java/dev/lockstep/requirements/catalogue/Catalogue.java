package dev.lockstep.requirements.catalogue;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /**
     * The stages that a scenario has, in the order of {@link Stage}. What is asked in every scenario does not tell what is done in one; what
     * is asked in some does: where such a requirement lists a scenario and a stage, the scenario has every stage of that part of the work.
     * So a new deployment has no stage at which something is upgraded, unless an enterprise asks something of its own there.
     */
    public List<Stage> stages(Scenario scenario) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        requirements.stream()
                .filter(requirement -> requirement.scenarios().size() < Scenario.values().length)
                .filter(requirement -> requirement.scenarios().contains(scenario))
                .flatMap(requirement -> requirement.stages().stream())
                .map(Part::of)
                .forEach(parts::add);
        return Arrays.stream(Stage.values())
                .filter(stage -> parts.contains(Part.of(stage)))
                .toList();
    }

    /** A part of the work on a cluster: who begins it goes through all of its stages. */
    private enum Part {
        /** The cluster as a whole, from the design to the sign-off. */
        CLUSTER,
        /** The directory is prepared. */
        DIRECTORY,
        /** Setup on nodes, and the creation of virtual servers. */
        INSTALLATION,
        /** Upgrades of nodes and virtual servers, service packs included. */
        UPGRADE;

        static Part of(Stage stage) {
            return switch (stage) {
                case PLAN, CLUS, END -> CLUSTER;
                case FP, DP -> DIRECTORY;
                case NODE, NODE_AFTER, EVS, EVS_AFTER -> INSTALLATION;
                case UN, UN_AFTER, UE, UE_AFTER -> UPGRADE;
            };
        }
    }
}
