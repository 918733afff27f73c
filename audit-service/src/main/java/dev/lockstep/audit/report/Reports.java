package dev.lockstep.audit.report;

import dev.lockstep.audit.entries.Condition;
import dev.lockstep.audit.entries.EntryQueries;
import dev.lockstep.audit.entries.EntryQueries.Happening;
import dev.lockstep.audit.history.RolloutHistory;
import dev.lockstep.audit.history.RolloutRecords;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.proof.LogTree;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.MalformedEventException;
import dev.lockstep.contracts.Problem;
import dev.lockstep.contracts.UnknownEventTypeException;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.UnreadableEventException;
import dev.lockstep.history.report.ReportSeal;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.MissingTileException;
import dev.lockstep.transparencylog.TreeHasher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Issues reports. A report rests on the smallest signed state of the log that decides the certificate, so that the document of a
 * rollout that is over is the same for ever, until a person in it is erased; its seal says at which state it was issued. The log signs nothing that it does not have:
 * each entry that is told of is proved to be in the signed tree, and no entry of the rollout is missing between others.
 */
@ApplicationScoped
class Reports {

    @Inject
    RolloutRecords records;

    @Inject
    EntryQueries entries;

    @Inject
    LogTree tree;

    @Inject
    LogIdentity identity;

    /** The sealed report on a rollout; empty when the reader may know of none. */
    Optional<byte[]> issue(UUID rollout, Condition visible) {
        return tree.ask((head, _) -> head.checkpoint())
                .flatMap(head -> proved(rollout, visible, head).map(report -> {
                    byte[] document = ReportDocument.of(report);
                    return ReportSeal.file(document, identity.sign(ReportSeal.of(rollout, document, head)));
                }));
    }

    private Optional<RolloutReport> proved(UUID rollout, Condition visible, Checkpoint head) {
        try {
            return report(rollout, visible, head);
        } catch (UnreadableEventException
                | MalformedEventException
                | UnknownEventTypeException
                | MissingTileException damage) {
            throw damaged(String.valueOf(damage.getMessage()));
        }
    }

    /** Nothing is read as what it says before it is known to be what was signed. */
    private Optional<RolloutReport> report(UUID rollout, Condition visible, Checkpoint head) {
        List<Happening> evidence = within(head, records.evidence(rollout, visible));
        requireSigned(head, evidence);
        Optional<Certificate> certificate = RolloutRecords.certificate(rollout, evidence, head.size());
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        Checkpoint state = tree.covering(certificate.get().entries())
                .orElseThrow(() -> damaged("its checkpoints are gone"))
                .checkpoint();
        List<Happening> happenings = within(state, records.happenings(rollout, visible));
        List<Happening> gates = within(state, records.gates(rollout, visible));
        requireSigned(state, within(state, evidence));
        requireSigned(state, happenings);
        requireSigned(state, gates);
        return RolloutHistory.of(
                        rollout, happenings.stream().map(RolloutRecords::entry).toList())
                .map(history -> {
                    requireWhole(state, happenings, history.request().entry(), visible);
                    return new RolloutReport(
                            history,
                            records.opened(certificate.get()),
                            gates.stream().map(Reports::gate).toList(),
                            state);
                });
    }

    private static List<Happening> within(Checkpoint state, List<Happening> happenings) {
        return happenings.stream()
                .filter(happening -> happening.index() < state.size())
                .toList();
    }

    private static RolloutReport.Gate gate(Happening happening) {
        GateAnswered answer = (GateAnswered) EventCatalogue.read(
                happening.entry().type(), happening.opened().leaf().data());
        return new RolloutReport.Gate(happening.index(), answer);
    }

    /** Entries must be those that were signed, and what they are found by, and the data beside them, what they say. */
    private void requireSigned(Checkpoint state, List<Happening> told) {
        TreeHasher hasher = new TreeHasher();
        SortedMap<Long, Hash> leaves = new TreeMap<>();
        for (Happening happening : told) {
            LedgerEntry entry = happening.entry();
            if (!entry.isWhole() || !LedgerEntry.read(entry.leaf()).equals(entry)) {
                throw damaged("entry %d is not filed as what it says".formatted(happening.index()));
            }
            leaves.put(happening.index(), hasher.leaf(entry.leaf().toBytes()));
        }
        requireSigned(state, leaves);
    }

    private void requireSigned(Checkpoint state, SortedMap<Long, Hash> leaves) {
        tree.objection(state, leaves).ifPresent(what -> {
            throw damaged(what);
        });
    }

    /** A rollout is one stream, whose versions have no gaps: what is missing between its entries is noticed. */
    private void requireWhole(Checkpoint state, List<Happening> happenings, long request, Condition visible) {
        LedgerEntry first = happenings.stream()
                .filter(happening -> happening.index() == request)
                .findFirst()
                .orElseThrow()
                .entry();
        long version = 0;
        SortedMap<Long, Hash> leaves = new TreeMap<>();
        for (EntryQueries.Filed entry : entries.stream(first.source(), first.stream(), state.size(), visible)) {
            version++;
            if (entry.version() != version) {
                throw damaged("entry %d of the rollout is missing".formatted(version));
            }
            if (!entry.asItSays()) {
                throw damaged("entry %d is not filed as what it says".formatted(entry.index()));
            }
            leaves.put(entry.index(), entry.leafHash());
        }
        requireSigned(state, leaves);
    }

    private static ProblemException damaged(String what) {
        return new ProblemException(Problem.of(
                "log-damaged",
                "The log is damaged",
                503,
                "No report is signed on it: %s. Compare all of it: GET /api/audit/verification.".formatted(what)));
    }
}
