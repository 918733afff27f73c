package dev.lockstep.lab.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the operator does for each kind of attended work: the acts that the work's instructions describe to a person. */
final class Acts {
    private static final int LONGEST_EVIDENCE = 10_000;
    private static final long REBOOT_POLL_MILLIS = 250;

    private final Console console;
    private final Optional<Ledger> ledger;
    private final Duration patience;

    /**
     * @param ledger where facts are recorded that no program shows; without it the work that asks for it is left to people
     * @param patience how long a node may take to come back from a restart
     */
    Acts(Console console, Optional<Ledger> ledger, Duration patience) {
        this.console = console;
        this.ledger = ledger;
        this.patience = patience;
    }

    /** What the operator can say afterwards. */
    record Report(boolean done, String evidence) {}

    /** An act, ready to be carried out. */
    @FunctionalInterface
    interface Act {
        Report perform() throws IOException, InterruptedException;
    }

    /** The act that a piece of attended work asks for; empty when this operator does not know it. */
    Optional<Act> find(JsonNode work) {
        boolean commanded = !ConsoleCommand.of(work, Path.of("answers")).isEmpty();
        Optional<Recording> recording = Recording.of(work);
        if (recording.isEmpty()) {
            return commanded ? Optional.of(() -> perform(work)) : Optional.empty();
        }
        return ledger.map(book -> () -> {
            Report report = commanded ? perform(work) : new Report(true, "");
            return report.done() ? recorded(report, recording.orElseThrow().writeTo(book)) : report;
        });
    }

    private static Report recorded(Report report, String evidence) {
        return new Report(true, (report.evidence() + "\n" + evidence).strip());
    }

    private Report perform(JsonNode work) throws IOException, InterruptedException {
        Path answers = Files.createTempFile("windows-components", ".txt");
        try {
            Files.write(answers, ConsoleCommand.ANSWERS);
            List<ConsoleCommand> commands = ConsoleCommand.of(work, answers.toAbsolutePath());
            Console.Answer answer = console.run(commands.getFirst());
            return switch (work.path("action").asText()) {
                case "REBOOT_NODE" -> answer.exitCode() == 0 ? awaitUp(commands.getLast()) : report(answer);
                case "RUN_SETUP", "RUN_SERVICE_PACK" -> doneIf("is already installed on this computer", report(answer));
                case "CREATE_HTTP_VIRTUAL_SERVER" -> doneIf("The cluster has a resource ", report(answer));
                case "CREATE_SYSTEM_ATTENDANT" -> doneIf("has a System Attendant already", report(answer));
                default -> report(answer);
            };
        } finally {
            Files.delete(answers);
        }
    }

    private static Report report(Console.Answer answer) {
        String text = answer.output().isEmpty() ? "exit code " + answer.exitCode() : answer.output();
        return new Report(answer.exitCode() == 0, text.substring(0, Math.min(LONGEST_EVIDENCE, text.length())));
    }

    /** A person who finds done what was to be done, because an earlier attempt finished, says so. */
    private static Report doneIf(String evidence, Report report) {
        return report.evidence().contains(evidence) ? new Report(true, report.evidence()) : report;
    }

    private Report awaitUp(ConsoleCommand status) throws IOException, InterruptedException {
        long polls = Math.max(1, patience.toMillis() / REBOOT_POLL_MILLIS);
        for (long i = 0; i < polls; i++) {
            Console.Answer answer = console.run(status);
            if (answer.exitCode() == 0 && answer.output().endsWith(" Up")) {
                return report(answer);
            }
            Thread.sleep(REBOOT_POLL_MILLIS);
        }
        return new Report(false, status.node() + " did not come back after its restart.");
    }
}
