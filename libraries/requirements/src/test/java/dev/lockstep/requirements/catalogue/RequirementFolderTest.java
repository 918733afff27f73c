package dev.lockstep.requirements.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RequirementFolderTest {

    private static final String OWN = """
            requirements:
              - id: OWN-1
                title: The cluster is formed
                severity: REQUIRED
                scope: CLUSTER
                stages: [PLAN]
                predicate: cluster.formed
                source: own
                explanation: It is ours.
                remedy: Form it.
            """;

    @TempDir
    private Path folder;

    @Test
    void aLinkToAFileIsRead() throws IOException, InvalidCatalogueException {
        Path file = Files.writeString(folder.resolve("own.txt"), OWN);
        Files.createSymbolicLink(folder.resolve("own.yaml"), file);

        assertThat(RequirementFolder.extend(Catalogue.standard(), folder).requirement("OWN-1"))
                .isPresent();
    }

    @Test
    void aFolderNamedLikeAFileIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("own.yaml"));

        assertThatThrownBy(() -> RequirementFolder.extend(Catalogue.standard(), folder))
                .isInstanceOf(InvalidCatalogueException.class)
                .hasMessageContaining("own.yaml");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeThatNobodyWritesToKeepsNobodyWaiting() throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", folder.resolve("own.yaml").toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> RequirementFolder.extend(Catalogue.standard(), folder))
                .isInstanceOf(InvalidCatalogueException.class)
                .hasMessageContaining("neither a file nor a link to one");
    }
}
