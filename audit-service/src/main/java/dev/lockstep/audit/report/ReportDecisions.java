package dev.lockstep.audit.report;

import dev.lockstep.audit.history.RolloutHistory;
import dev.lockstep.audit.report.Pages.Cell;
import dev.lockstep.audit.report.Pages.Ink;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Mandate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything that people decided about a rollout, a row each, in the order of the log. */
final class ReportDecisions {

    private record Row(long entry, Instant at, Authority by, Ink ink, String what) {}

    private ReportDecisions() {}

    static List<List<Cell>> of(RolloutHistory history) {
        List<Row> rows = new ArrayList<>();
        RolloutHistory.Request request = history.request();
        rows.add(new Row(request.entry(), request.at(), request.by(), Ink.PLAIN, "asked for the rollout"));
        history.decisions().forEach(decision -> rows.add(row(decision)));
        history.acts().forEach(act -> rows.add(row(act)));
        return rows.stream()
                .sorted(Comparator.comparingLong(Row::entry))
                .map(ReportDecisions::cells)
                .toList();
    }

    private static List<Cell> cells(Row row) {
        return List.of(
                Cell.of(Long.toString(row.entry())),
                Cell.of(row.at().toString()),
                Cell.of(row.by().name()),
                Cell.of(authority(row.by())),
                new Cell(row.ink(), row.what()));
    }

    private static Row row(RolloutHistory.Decision decision) {
        if (!decision.approved()) {
            return new Row(
                    decision.entry(), decision.at(), decision.by(), Ink.BAD, "rejected the plan: " + decision.words());
        }
        Mandate mandate = decision.asDeputy();
        String what = "approved %s of plan %s, counts until %s%s%s%s"
                .formatted(
                        decision.parts().isEmpty() ? "the whole" : String.join(", ", decision.parts()),
                        decision.planHash(),
                        decision.expiresAt(),
                        decision.carriedFrom() == null
                                ? ""
                                : "; it was given to rollout %s and counts here too".formatted(decision.carriedFrom()),
                        mandate == null ? "" : "; " + words(mandate),
                        decision.words().isBlank() ? "" : ": " + decision.words());
        return new Row(decision.entry(), decision.at(), decision.by(), Ink.PLAIN, what);
    }

    private static String words(Mandate mandate) {
        return "as deputy of %s, who lent %s from %s until %s, to which %s agreed (arrangement %s)"
                .formatted(
                        mandate.lender().name(),
                        String.join(", ", mandate.delegations()),
                        mandate.from(),
                        mandate.until(),
                        mandate.agreedBy().name(),
                        mandate.arrangement());
    }

    private static Row row(RolloutHistory.Act act) {
        String step = act.step() == null ? "" : act.step() + ": ";
        String words = act.words().isBlank() ? "" : ": " + act.words();
        return new Row(
                act.entry(), act.at(), act.by(), ink(act.kind()), step + ReportDocument.words(act.kind()) + words);
    }

    private static Ink ink(RolloutHistory.Act.Kind kind) {
        return switch (kind) {
            case STARTED, ATTESTED -> Ink.PLAIN;
            case APPROVAL_WITHDRAWN, PAUSED, RESUMED, DECIDED, PROPOSED, CONFIRMED, REJECTED, ABORTED -> Ink.WARN;
            case OVERRIDE_PROPOSED, OVERRIDE_CONFIRMED, STATE_ACKNOWLEDGED -> Ink.BAD;
        };
    }

    private static String authority(Authority authority) {
        List<String> told = new ArrayList<>();
        told.add("roles " + all(authority.roles()));
        told.add("scopes " + all(authority.scopes()));
        if (!authority.delegations().isEmpty()) {
            told.add("Exchange " + all(authority.delegations()));
        }
        Instant signedIn = authority.authenticatedAt();
        if (signedIn != null) {
            told.add("signed in " + signedIn);
        }
        told.add("account " + authority.subject());
        return String.join("; ", told);
    }

    private static String all(Iterable<String> values) {
        String joined = String.join(", ", values);
        return joined.isEmpty() ? "none" : joined;
    }
}
