package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceCommandsTest extends StubPlatformTest {

    private static final String GIVE = "POST /api/orchestration/rollouts/r1/steps/setup/evidence?name=setup.log";
    private static final String ATTEST = "POST /api/orchestration/rollouts/r1/steps/setup/attestations";
    private static final String CONTENT = "Setup completed";
    private static final String HASH = "d9ffba2bd50dfd56fb5ff74d9b8ed0a9a6afb1e9d6c5f13bb0a4bb5ff98c6c6b";

    @Test
    void aFileIsGivenFirstAndThenNamedByItsHash() throws IOException {
        Files.writeString(folder.resolve("setup.log"), CONTENT);
        platform.answers(GIVE, 201, "{\"sha256\":\"%s\"}".formatted(HASH)).answers(ATTEST, 200, "{}");

        CommandRun run =
                run("attest", "r1", "setup", "--attempt", "1", "--evidence-file", "setup.log", "--as", "operator");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(platform.asked()).extracting(StubPlatform.Asked::what).isEqualTo(List.of(GIVE, ATTEST));
        assertThat(platform.asked().getFirst().body()).isEqualTo(CONTENT);
        assertThat(platform.asked().getLast().body()).contains("\"files\":[\"" + HASH + "\"]", "\"DONE\"");
    }

    @Test
    void nothingIsAttestedWithoutEvidence() throws IOException {
        Files.createFile(folder.resolve("empty.log"));

        assertThat(run("attest", "r1", "setup", "--attempt", "1", "--as", "operator")
                        .err())
                .contains("Nothing shows it.", "--evidence-file");
        assertThat(run("attest", "r1", "setup", "--attempt", "1", "--evidence-file", "no.log", "--as", "operator")
                        .err())
                .contains("'no.log' cannot be read");
        assertThat(run("attest", "r1", "setup", "--attempt", "1", "--evidence-file", "empty.log", "--as", "operator")
                        .err())
                .contains("'empty.log' is empty.");
        assertThat(platform.asked()).isEmpty();
    }

    @Test
    void filesAreListedAndFetchedUnderTheirHashAlone() throws IOException {
        byte[] content = CONTENT.getBytes(StandardCharsets.UTF_8);
        String hash = hashOf(content);
        platform.answers("GET /api/orchestration/rollouts/r1/evidence?limit=200", 200, """
                {"items":[{"sha256":"%s","step":"setup","name":"setup.log","mediaType":"text/plain","size":15,
                 "givenAt":"2026-01-02T03:04:05Z","givenBy":"17-4"}]}""".formatted(hash));
        platform.answers("GET /api/orchestration/rollouts/r1/evidence/" + hash, 200, content);
        platform.answers("GET /api/orchestration/rollouts/r1/evidence/" + HASH, 200, content);

        assertThat(run("rollout", "evidence", "r1", "--as", "auditor").out())
                .contains(hash, "setup.log", "15 bytes", "by account 17-4");
        assertThat(run("rollout", "evidence", "r1", hash, "--output", "out.log", "--as", "auditor")
                        .exitCode())
                .isZero();
        assertThat(Files.readString(folder.resolve("out.log"))).isEqualTo(CONTENT);
        assertThat(run("rollout", "evidence", "r1", hash, "--output", "out.log", "--as", "auditor")
                        .err())
                .contains("'out.log' cannot be written");
        CommandRun changed = run("rollout", "evidence", "r1", HASH, "--output", "changed.log", "--as", "auditor");
        assertThat(changed.err()).contains("another hash");
        assertThat(folder.resolve("changed.log")).doesNotExist();
        assertThat(run("rollout", "evidence", "r1", hash, "--as", "auditor").err())
                .contains("A file is fetched to a file.");
    }

    @Test
    void workShowsWhatWasTrueBeforeAndWhatMustBeSeenAfter() {
        platform.answers("GET /api/orchestration/attended-work?limit=200", 200, """
                {"items":[{"rollout":"r1","step":"setup","attempt":1,"title":"Run Setup","cluster":"contoso:clu01","site":"demo",
                 "since":"2026-01-02T03:04:05Z","instructions":["Run it."],"requires":["NODE N1: before Setup on one node"],
                 "verify":"n.exchange.installed"}]}""");

        assertThat(run("work", "--as", "operator").out())
                .contains("before: the requirements of NODE N1: before Setup on one node")
                .contains("after: the platform must see that n.exchange.installed");
    }

    private static String hashOf(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
