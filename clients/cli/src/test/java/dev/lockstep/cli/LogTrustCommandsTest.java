package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.bundle.BundleLayout;
import dev.lockstep.history.bundle.Cosigner;
import dev.lockstep.history.bundle.SampleLog;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of the log and witnesses: what a verifier gives, and how they are looked after. */
class LogTrustCommandsTest {

    private static final SigningKey KEY = SigningKey.generate(SampleLog.ORIGIN);
    private static final SampleLog LOG = SampleLog.of(KEY, 300, 100);

    @TempDir
    Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of(), "", arguments);
    }

    private CommandRun audit(StubPlatform platform, String command) {
        return CommandRun.of(
                folder, Map.of("LOCKSTEP_URL", platform.url()), "", "audit", command, "--as", "administrator");
    }

    private void key(SigningKey key) throws IOException {
        Files.writeString(folder.resolve("log.key"), key.verifier() + "\n");
    }

    private void witness(String file, Cosigner witness) throws IOException {
        Files.writeString(folder.resolve(file), witness.key() + "\n");
    }

    @Test
    void witnessesAreCountedAndSaid() throws IOException {
        Path bundle = LOG.writeTo(folder.resolve("bundle"));
        key(KEY);
        Cosigner first = new Cosigner("witness.example/w1");
        Cosigner second = new Cosigner("witness.example/w2");
        witness("w1", first);
        witness("w2", second);
        SignedNote head = SignedNote.parse(Files.readAllBytes(bundle.resolve(BundleLayout.CHECKPOINT)))
                .orElseThrow();
        Files.write(
                bundle.resolve(BundleLayout.WITNESSED),
                first.cosign(head, Instant.parse("2026-03-02T08:00:01Z")).toBytes());

        assertThat(run("verify", "bundle", "--key", "log.key", "--witness", "w1", "--witness", "w2", "--quorum", "1"))
                .satisfies(run -> assertThat(run.exitCode()).isZero())
                .satisfies(run -> assertThat(run.out())
                        .contains("Witnessed up to entry 299 by witness.example/w1, at 2026-03-02T08:00:01Z;"
                                + " 0 entries came later."));
        assertThat(run("verify", "bundle", "--key", "log.key", "--witness", "w1", "--witness", "w2"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.out())
                        .contains("COSIGNATURES_MISSING")
                        .contains("2 of 2 witnesses had to cosign, these did: witness.example/w1"));
    }

    @Test
    void quorumsThatCannotBeHadAreMistakesOfTheCommandLine() throws IOException {
        LOG.writeTo(folder.resolve("bundle"));
        key(KEY);
        witness("w1", new Cosigner("witness.example/w1"));

        for (List<String> options : List.of(
                List.of("--witness", "w1", "--quorum", "2"),
                List.of("--witness", "w1", "--quorum", "0"),
                List.of("--quorum", "1"),
                List.of("--witness", "w1", "--witness", "w1"),
                List.of("--witness", "log.key"))) {
            List<String> arguments = new ArrayList<>(List.of("verify", "bundle", "--key", "log.key"));
            arguments.addAll(options);

            assertThat(run(arguments.toArray(String[]::new)).exitCode())
                    .as("%s", options)
                    .isEqualTo(2);
        }
    }

    @Test
    void aKeyCountsInItsTermOnly() throws IOException {
        LOG.writeTo(folder.resolve("bundle"));
        Files.writeString(
                folder.resolve("log.key"),
                "%s 0-200%n%s 101-%n"
                        .formatted(
                                KEY.verifier(),
                                SigningKey.generate(SampleLog.ORIGIN).verifier()));

        assertThat(run("verify", "bundle", "--key", "log.key"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.out()).contains("KEY_OUT_OF_TERM  manifest"));
    }

    @Test
    void theKeyIsChangedInTwoActsThatPrintWhatToGiveOut() {
        String keys = "{\"verifierKeys\":\"lockstep.example/audit+1+A 0-300\\nlockstep.example/audit+2+B 301-\\n\"}";
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("POST /api/audit/verifier-key/rotation", 200, keys);
            platform.answers("POST /api/audit/verifier-key/retirement", 409, "{\"detail\":\"Not yet.\"}");
            platform.answers("GET /api/audit/witnesses", 200, """
                    [{"name":"witness.example/w1","key":"k","entries":299,"trouble":"it cannot be asked"}]""");

            CommandRun rotated = audit(platform, "rotate-key");
            CommandRun retired = audit(platform, "retire-key");
            CommandRun witnesses = audit(platform, "witnesses");

            assertThat(rotated.out())
                    .isEqualToNormalizingNewlines(
                            "lockstep.example/audit+1+A 0-300\nlockstep.example/audit+2+B 301-\n");
            assertThat(retired.exitCode()).isEqualTo(1);
            assertThat(retired.err()).contains("Not yet.");
            assertThat(witnesses.out()).contains("witness.example/w1", "299", "it cannot be asked");
        }
    }
}
