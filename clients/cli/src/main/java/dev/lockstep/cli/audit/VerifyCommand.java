package dev.lockstep.cli.audit;

import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.FormatOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.history.bundle.BundleVerification;
import dev.lockstep.history.bundle.Finding;
import dev.lockstep.history.bundle.Trust;
import dev.lockstep.history.bundle.Witnessed;
import dev.lockstep.history.certificate.CertificateWords;
import dev.lockstep.history.report.ReportSeal;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.WitnessKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an exported history, or a report on a rollout, without a platform. */
@Command(
        name = "verify",
        description = {
            "Check an exported history without a platform, trusting nothing but the log's public keys: every entry, the"
                    + " tree over them, every checkpoint, every certificate, and that nothing was added or is missing.",
            "Of a report that 'audit report' wrote: that it is as the log issued it.",
            "Exit code 1 when something does not hold, or when the history tells of a rule that was broken."
        })
public final class VerifyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "BUNDLE",
            description = "The folder that 'audit export' wrote, or the file that 'audit report' wrote.")
    private String bundle;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            required = true,
            description = "The log's public keys, from a place that the log does not control.")
    private String keyFile;

    @Option(
            names = "--seen",
            paramLabel = "FILE",
            description =
                    "A checkpoint of the log that was kept elsewhere; what was signed then must be part of the bundle.")
    @Nullable private String seenFile;

    @Option(
            names = "--witness",
            paramLabel = "FILE",
            description =
                    "The public key of a witness that must have cosigned a checkpoint of the log; once for each witness.")
    private List<String> witnessFiles = List.of();

    @Option(
            names = "--quorum",
            paramLabel = "N",
            description = "How many of the witnesses must have cosigned one checkpoint; all of them when not given.")
    @Nullable private Integer quorum;

    @Mixin
    private FormatOption format;

    public VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path folder = surroundings.workingFolder().resolve(bundle);
        if (Files.isRegularFile(folder)) {
            return verifyReport(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "There is no folder '%s'.".formatted(bundle),
                    "Name one that 'lockstep audit export' wrote, or a report of 'lockstep audit report'.");
        }
        LogKeys keys = KeyFile.read(keyFile, surroundings);
        SignedNote seen = seenFile == null
                ? null
                : KeyFile.accepted(
                        SignedNote.parse(Documents.read(seenFile, surroundings).getBytes(StandardCharsets.UTF_8)),
                        seenFile);
        EntryCount progress = new EntryCount("verified", surroundings.terminal(), surroundings.clock());
        BundleVerification verified = BundleVerification.of(folder, trust(keys).having(seen), progress::at);
        progress.end();
        print(verified);
        return verified.isIntact() && verified.isOrderly() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private int verifyReport(Path file) {
        if (seenFile != null || quorum != null || !witnessFiles.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "A report has no checkpoints to compare.",
                    "Leave --seen, --witness and --quorum out, or verify an export.");
        }
        Checked<ReportSeal> opened =
                ReportSeal.open(ReportFile.read(file, bundle), KeyFile.read(keyFile, surroundings));
        if (format.json()) {
            surroundings.terminal().print(ContractJson.mapper().valueToTree(opened));
        }
        return switch (opened) {
            case Checked.Accepted<ReportSeal>(ReportSeal seal) -> {
                say(
                        Tone.GOOD,
                        "Verified: the report on rollout %s is as the log %s issued it when it had %,d entries."
                                .formatted(
                                        seal.rollout(),
                                        seal.checkpoint().origin(),
                                        seal.checkpoint().size()));
                yield ExitCode.DONE;
            }
            case Checked.Refused<ReportSeal>(Refusal(var kind, String detail)) -> {
                say(Tone.BAD, "NOT as it was issued: %s: %s.".formatted(kind, detail));
                yield ExitCode.REFUSED;
            }
        };
    }

    private void say(Tone tone, String sentence) {
        if (!format.json()) {
            surroundings.terminal().print(tone, sentence);
        }
    }

    private Trust trust(LogKeys keys) {
        List<WitnessKey> witnesses = witnessFiles.stream()
                .map(file -> KeyFile.witness(file, surroundings))
                .toList();
        int atLeast = quorum == null ? witnesses.size() : quorum;
        try {
            return Trust.in(keys).witnessedBy(witnesses, atLeast);
        } catch (IllegalArgumentException impossible) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "%d of these witnesses cannot be asked for: %s.".formatted(atLeast, impossible.getMessage()),
                    "Give each witness once with --witness, and --quorum from one to all of them.");
        }
    }

    private void print(BundleVerification verified) {
        Terminal terminal = surroundings.terminal();
        if (format.json()) {
            terminal.print(ContractJson.mapper().valueToTree(verified));
            return;
        }
        for (Finding finding : verified.findings()) {
            terminal.print(Tone.BAD, "%s  %s: %s".formatted(finding.kind(), finding.place(), finding.detail()));
        }
        if (verified.moreFindings() > 0) {
            terminal.print(Tone.BAD, "… and %,d more".formatted(verified.moreFindings()));
        }
        verified.violated().forEach(certificate -> CertificateText.violations(certificate, terminal));
        verified.outside()
                .forEach(violation -> terminal.print(
                        Tone.BAD, "Outside of any rollout: " + CertificateWords.of(violation.execution())));
        String what = "%,d entries, %,d checkpoints, %,d certificates of the log %s"
                .formatted(verified.entries(), verified.checkpoints(), verified.certificates(), verified.origin());
        if (verified.isIntact() && verified.seenEntries() != null) {
            terminal.print(
                    Tone.GOOD,
                    "It continues the checkpoint of %,d entries that was kept elsewhere."
                            .formatted(verified.seenEntries()));
        }
        Witnessed witnessed = verified.witnessed();
        if (verified.isIntact() && witnessed != null) {
            terminal.print(
                    Tone.GOOD,
                    "Witnessed up to entry %,d by %s, at %s; %,d entries came later."
                            .formatted(
                                    witnessed.entries() - 1,
                                    String.join(", ", witnessed.by()),
                                    witnessed.at(),
                                    verified.entries() - witnessed.entries()));
        }
        if (!verified.isIntact()) {
            terminal.print(Tone.BAD, "NOT as it was signed: " + what + ".");
        } else if (verified.isOrderly()) {
            terminal.print(Tone.GOOD, "Verified: " + what + ", exported at " + verified.exportedAt() + ".");
        } else {
            terminal.print(Tone.BAD, "As it was signed, and it tells of broken rules: " + what + ".");
        }
    }
}
