package dev.lockstep.history.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.transparencylog.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schemas that bundles hold say what the files of a bundle are. */
class BundleSchemasTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir
    Path temporary;

    private static List<Error> mistakes(String schema, String json) {
        String text =
                new String(BundleSchemas.all().getOrDefault("schemas/" + schema, new byte[0]), StandardCharsets.UTF_8);
        return REGISTRY.getSchema(text, InputFormat.JSON).validate(json, InputFormat.JSON);
    }

    @Test
    void entriesAreAsTheirSchemaSays() {
        List<LedgerEntry> entries = SampleLog.entries(
                new RolloutScript().requested(new UUID(0, 1), "a").published());

        assertThat(entries)
                .allSatisfy(entry -> assertThat(
                                mistakes("entry.schema.json", entry.leaf().content()))
                        .isEmpty());
        assertThat(mistakes("entry.schema.json", "{}")).isNotEmpty();
    }

    @Test
    void certificatesAreAsTheirSchemaSays() throws IOException {
        UUID rollout = new UUID(0, 1);
        RolloutScript arranged = new RolloutScript()
                .arranged(
                        RolloutScript.authority("lena", "approver"),
                        "dora",
                        RolloutScript.authority("sven", "approver"));
        RolloutScript script = arranged.requested(rollout, "a", "b")
                .approvedAsDeputy(rollout, RolloutScript.authority("dora", "approver"), "plan", arranged.mandate())
                .needing(rollout, "plan", 1, List.of(), "a")
                .gatedStep(rollout, "a")
                .overridden(rollout, "b", RolloutScript.OPERATOR, RolloutScript.APPROVER, Duration.ofHours(1))
                .executing(rollout, "b")
                .attestedWith(rollout, "b", RolloutScript.OPERATOR, new AttestedFile("ab".repeat(32), 8))
                .marked(rollout, "b", RolloutScript.OPERATOR, RolloutScript.APPROVER);
        Path bundle = new SampleLog(SigningKey.generate(SampleLog.ORIGIN), SampleLog.entries(script.published()), 4)
                .writeTo(temporary.resolve("bundle"));

        String certificate = Files.readString(bundle.resolve(BundleLayout.certificate(rollout)));

        assertThat(certificate).contains("WITHOUT_GATE", "markedDone", "overrides", "inPlaceOf", "evidence");
        assertThat(mistakes("certificate.schema.json", certificate)).isEmpty();
        assertThat(mistakes("certificate.schema.json", certificate.replace("\"held\"", "\"kept\"")))
                .isNotEmpty();
    }
}
