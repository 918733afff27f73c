package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The sample documents that tests start from. */
public final class Fixtures {

    public static final String NEW_BEFORE_SETUP = "F1-four-node-new-before-setup";
    public static final String NEW_BEFORE_FIRST_EVS = "F1b-four-node-new-before-first-evs";
    public static final String UPGRADE_BEFORE_NODE = "F2-two-node-upgrade-before-node";
    public static final String UPGRADE_BEFORE_EVS = "F2b-two-node-upgrade-before-evs";

    public static final String EIGHT_NODES = "F3-eight-node-new-before-first-evs";

    public static final List<String> BASELINES =
            List.of(NEW_BEFORE_SETUP, NEW_BEFORE_FIRST_EVS, UPGRADE_BEFORE_NODE, UPGRADE_BEFORE_EVS, EIGHT_NODES);

    public static final List<String> BROKEN = List.of(
            "broken/B01-NODE-DC-01",
            "broken/B02-NET-IP-01",
            "broken/B03-DISK-BASIC-01",
            "broken/B04-DISK-NTFS-01",
            "broken/B07-ACCT-CSA-02",
            "broken/B12-EVS-DATA-01",
            "broken/B15-UPG-NODE-05",
            "broken/B17-UPG-EVS-04");

    /** When tests look at them: after everything that is stated in them. */
    public static final Instant AT = Instant.parse("2026-03-01T13:00:00Z");

    private Fixtures() {}

    public static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/" + name + ".json")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectNode document(String name) {
        DocumentReading reading = new DocumentReader(FactsDictionary.standard()).read(bytes(name));
        return switch (reading) {
            case DocumentReading.Accepted accepted -> accepted.document();
            case DocumentReading.Refused refused -> throw new AssertionError(name + ": " + refused.mistakes());
        };
    }
}
