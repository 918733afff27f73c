package dev.lockstep.audit.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.PauseEvent;
import dev.lockstep.contracts.orchestration.PlanEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.StateLeftEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.validation.OwnRequirementsChanged;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.contracts.validation.VerdictChange;
import dev.lockstep.contracts.validation.WaiverEvent;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events in words. What a sentence leaves out is in the entry. */
final class Sentences {

    private static final int NAMED = 3;

    private Sentences() {}

    static String of(PublishedEvent event) {
        return switch (event) {
            case InventoryEvent inventory -> inventory(inventory);
            case RolloutEvent rollout -> rollout(rollout);
            case ValidationEvent validation -> validation(validation);
            case PlatformEvent platform -> platform(platform);
            case DeputyEvent deputy -> deputy(deputy);
            case RecordsEvent records -> records(records);
            case PlanEvent.PlanMade e -> "made a plan for %s: %s".formatted(words(e.scenario()), e.hash());
            case PublishedEvent other -> ofType(EventCatalogue.typeOf(other));
        };
    }

    /** {@code step held} of {@code lockstep.orchestration.step-held.v1}. */
    static String ofType(String type) {
        String[] segments = type.split("\\.", -1);
        return segments.length < 2 ? type : segments[segments.length - 2].replace('-', ' ');
    }

    private static String inventory(InventoryEvent event) {
        return switch (event) {
            case ClusterEvent.ClusterRegistered e -> "registered cluster %s at site %s".formatted(e.name(), e.site());
            case ClusterEvent.MemberAdded e -> "added %s".formatted(e.member());
            case ClusterEvent.MemberRemoved e -> "removed %s: %s".formatted(e.member(), e.reason());
            case ClusterEvent.ClusterFactsChanged e -> changed(e.changes(), e.reason());
            case ClusterEvent.ClusterFactsConfirmed e -> confirmed(e.facts(), e.reason());
            case OrganizationEvent.OrganizationRegistered e -> "registered organization " + e.name();
            case OrganizationEvent.OrganizationMemberAdded e -> "added %s".formatted(e.member());
            case OrganizationEvent.OrganizationMemberRemoved e -> "removed %s: %s".formatted(e.member(), e.reason());
            case OrganizationEvent.OrganizationFactsChanged e -> changed(e.changes(), e.reason());
            case OrganizationEvent.OrganizationFactsConfirmed e -> confirmed(e.facts(), e.reason());
            case InventoryEvent other -> ofType(EventCatalogue.typeOf(other));
        };
    }

    private static String changed(List<FactChange> changes, String reason) {
        return "changed %s (%s)"
                .formatted(
                        some(changes.stream()
                                .map(change -> "%s from %s to %s"
                                        .formatted(change.path(), value(change.before()), value(change.after())))
                                .toList()),
                        reason);
    }

    private static String confirmed(List<Fact> facts, String reason) {
        return "confirmed %s (%s)"
                .formatted(
                        some(facts.stream()
                                .map(fact -> "%s is %s".formatted(fact.path(), value(fact.value())))
                                .toList()),
                        reason);
    }

    private static String value(@Nullable JsonNode value) {
        return value == null ? "unknown" : value.toString();
    }

    private static String rollout(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.RolloutRequested e ->
                "asked for a rollout of %d steps to build %s"
                        .formatted(e.steps().size(), e.targetBuild());
            case ApprovalEvent.RolloutApproved e ->
                "approved the whole plan"
                        + with(e.approval().approver().delegations())
                        + because(e.approval().comment());
            case ApprovalEvent.PartsApproved e ->
                "approved %s".formatted(some(e.parts()))
                        + with(e.approval().approver().delegations())
                        + because(e.approval().comment());
            case ApprovalEvent.ApprovedAsDeputy e ->
                "approved %s as deputy of %s under arrangement %s"
                                .formatted(
                                        some(e.parts()),
                                        e.mandate().lender().name(),
                                        e.mandate().arrangement())
                        + with(e.mandate().delegations())
                        + because(e.approval().comment());
            case ApprovalEvent.ApprovalWithdrawn e -> "withdrew the approval: " + e.reason();
            case ApprovalEvent.RolloutRejected e -> "rejected the plan: " + e.reason();
            case ApprovalEvent.ApprovalGatePassed e ->
                "the requirements of the plan are met at inventory %s"
                        .formatted(versions(
                                e.versions().organization(), e.versions().cluster()));
            case ApprovalEvent.ApprovalsLapsed e ->
                "%s: approvals of %s count no more: %s".formatted(e.step(), some(e.parts()), some(e.reasons()));
            case ApprovalEvent.ApprovalCarriedOver e ->
                "an approval by %s of rollout %s counts here too, for %s"
                        .formatted(e.approval().approver().name(), e.origin(), some(e.parts()));
            case OverrideEvent.OverrideProposed e ->
                "%s: proposed that it goes on without its approvals: %s".formatted(e.step(), e.reason());
            case OverrideEvent.ApprovalOverridden e ->
                "%s: goes on WITHOUT its approvals, as %s proposed: %s"
                        .formatted(e.step(), e.proposedBy().name(), e.reason());
            case RolloutEvent.RolloutStarted _ -> "started the rollout";
            case StateLeftEvent.MixedStateLeft e -> left(e.state());
            case StateLeftEvent.StateLeftAcknowledged e ->
                "%s: the rollout ends at this step, and leaves: %s".formatted(e.step(), e.state());
            case PauseEvent.RolloutPaused e -> "paused the rollout: " + e.reason();
            case PauseEvent.RolloutResumed e -> "let the paused rollout go on: " + e.reason();
            case RolloutEvent.RolloutCompleted _ -> "the rollout is complete";
            case RolloutEvent.RolloutAborted e -> "ended the rollout: " + e.reason();
            case RolloutEvent.StepBegun e -> "%s: its turn came, attempt %d".formatted(e.step(), e.attempt());
            case RolloutEvent.StepWaiting e ->
                "%s: waits for %s: %s".formatted(e.step(), words(e.cause()), some(e.reasons()));
            case RolloutEvent.GatePassed e ->
                "%s: every requirement is met at inventory %s"
                        .formatted(
                                e.step(),
                                versions(
                                        e.versions().organization(),
                                        e.versions().cluster()));
            case RolloutEvent.TaskCreated e ->
                "%s: a task for the runner of site %s, to %s".formatted(e.step(), e.site(), words(e.purpose()));
            case RolloutEvent.TaskGranted e -> "%s: runner %s took the task".formatted(e.step(), e.runner());
            case RolloutEvent.LookFailed e -> "%s: could not be looked at: %s".formatted(e.step(), e.failure());
            case RolloutEvent.FactsReported e ->
                "%s: %s reported %d facts"
                        .formatted(e.step(), e.reportedBy(), e.facts().size());
            case RolloutEvent.LocksGranted e -> "%s: holds %s".formatted(e.step(), locks(e.locks()));
            case RolloutEvent.LocksReleased e -> "%s: released %s".formatted(e.step(), locks(e.locks()));
            case RolloutEvent.StepExecutionStarted e ->
                "%s: began to change state, by %s".formatted(e.step(), words(e.actor()));
            case RolloutEvent.WorkAttested e ->
                "%s: attested %s%s: %s"
                        .formatted(
                                e.step(),
                                words(e.attestation().outcome()),
                                e.attestation().filesInWords(),
                                e.attestation().evidence());
            case RolloutEvent.CommandEnded e ->
                "%s: the command ended, %s%s".formatted(e.step(), words(e.outcome()), because(e.failure()));
            case LateResultRecorded e ->
                "%s: runner %s said too late, under token %d, that its task ended, %s%s; it does not count"
                        .formatted(e.step(), e.runner(), e.fencingToken(), words(e.outcome()), because(e.failure()));
            case RolloutEvent.StepCompleted e ->
                "%s: done, as seen at inventory %s"
                        .formatted(
                                e.step(),
                                versions(e.seenAt().organization(), e.seenAt().cluster()));
            case RolloutEvent.StepSkipped e -> "%s: not needed: %s".formatted(e.step(), e.reason());
            case RolloutEvent.StepHeld e ->
                "%s: held%s: %s".formatted(e.step(), e.outcomeUnknown() ? ", its outcome is unknown" : "", e.reason());
            case RolloutEvent.HoldDecided e ->
                "%s: decided to %s: %s".formatted(e.step(), words(e.decision()), e.reason());
            case RolloutEvent.StepUndone e ->
                "%s: taken back, its effect is gone as seen at inventory %s, as %s decided: %s"
                        .formatted(
                                e.step(),
                                versions(e.seenAt().organization(), e.seenAt().cluster()),
                                e.decidedBy().name(),
                                e.reason());
            case MarkDoneEvent.MarkDoneProposed e ->
                "%s: proposed that it counts as done, unobserved: %s".formatted(e.step(), e.reason());
            case MarkDoneEvent.MarkDoneRejected e -> "%s: does not count as done: %s".formatted(e.step(), e.reason());
            case MarkDoneEvent.StepMarkedDone e ->
                "%s: counts as done, unobserved, as %s proposed: %s"
                        .formatted(e.step(), e.proposedBy().name(), e.reason());
            case RolloutEvent other -> ofType(EventCatalogue.typeOf(other));
        };
    }

    private static String left(ClusterStateLeft state) {
        return "the cluster is left %s: nodes %s; virtual servers %s%s"
                .formatted(
                        words(state.rest()),
                        all(state.nodes().stream()
                                .map(node -> "%s with %s".formatted(node.name(), known(node.exchangeBuild())))
                                .toList()),
                        all(state.virtualServers().stream()
                                .map(server -> "%s with %s on %s"
                                        .formatted(server.name(), known(server.build()), known(server.node())))
                                .toList()),
                        state.findings().isEmpty() ? "" : ": " + String.join(" ", state.findings()));
    }

    private static String known(@Nullable String value) {
        return value == null ? "unknown" : value;
    }

    private static String all(List<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }

    private static String deputy(DeputyEvent event) {
        return switch (event) {
            case DeputyEvent.DeputyAppointed e ->
                "appointed %s as deputy from %s until %s%s, who is lent %s, by arrangement %s: %s"
                        .formatted(
                                e.deputy(),
                                e.from(),
                                e.until(),
                                e.site() == null ? "" : " at site " + e.site(),
                                some(List.copyOf(e.delegations())),
                                e.arrangement(),
                                e.reason());
            case DeputyEvent.DeputyAgreed e ->
                "agreed to the deputy of arrangement %s".formatted(e.arrangement()) + because(e.comment());
            case DeputyEvent.DeputyEnded e -> "ended arrangement %s: %s".formatted(e.arrangement(), e.reason());
        };
    }

    private static String records(RecordsEvent event) {
        return switch (event) {
            case RecordsEvent.HoldPlaced e -> "placed the hold %s on %s: %s".formatted(e.hold(), e.on(), e.reason());
            case RecordsEvent.HoldLifted e -> "lifted the hold %s: %s".formatted(e.hold(), e.reason());
            case RecordsEvent.DataGivenUp e ->
                "gave up the data of %d entries of %s, kept for %d days"
                        .formatted(e.data().size(), e.kind(), e.period().toDays());
            case RecordsEvent.ErasureRequested e ->
                "asked for person %s to be erased: %s".formatted(e.person(), e.reason());
            case RecordsEvent.PersonErased e -> "erased person %s".formatted(e.person());
        };
    }

    private static String validation(ValidationEvent event) {
        return switch (event) {
            case ValidationEvent.GateAnswered e ->
                "%s: the gate is %s, %d results at inventory %s"
                        .formatted(
                                e.step().isEmpty() ? "the plan" : e.step(),
                                e.open() ? "open" : "closed",
                                e.results().size(),
                                versions(
                                        e.versions().organization(),
                                        e.versions().cluster()));
            case ValidationEvent.VerdictsChanged e ->
                "verdicts changed: "
                        + some(e.changes().stream()
                                .map(Sentences::verdictChange)
                                .toList());
            case WaiverEvent.WaiverRequested e -> "asked to waive %s: %s".formatted(e.requirement(), e.reason());
            case WaiverEvent.WaiverApproved e -> "approved waiver " + e.waiver();
            case WaiverEvent.WaiverRejected e -> "rejected waiver %s: %s".formatted(e.waiver(), e.reason());
            case WaiverEvent.WaiverRevoked e -> "revoked waiver %s: %s".formatted(e.waiver(), e.reason());
            case OwnRequirementsChanged e ->
                "changed the requirements of organization %s: %s".formatted(e.organization(), e.reason());
        };
    }

    private static String verdictChange(VerdictChange change) {
        Verdict before = change.before();
        Verdict after = change.after();
        String what = before != null && before == after
                ? "%s, now %s".formatted(words(after), words(change.severity()))
                : "from %s to %s"
                        .formatted(before == null ? "none" : words(before), after == null ? "none" : words(after));
        return "%s on %s %s".formatted(change.requirement(), change.subject(), what);
    }

    private static String platform(PlatformEvent event) {
        return switch (event) {
            case PlatformEvent.AccessDecided e -> "%s %s: %s".formatted(e.method(), e.path(), e.outcome());
            case PlatformEvent.ActRefused e ->
                "%s %s: refused, %s: %s".formatted(e.method(), e.path(), e.problem(), e.detail());
            case PlatformEvent.HistoryRead e ->
                "read %s%s: %s, %d answered"
                        .formatted(e.path(), e.query() == null ? "" : "?" + e.query(), e.outcome(), e.answered());
            case PlatformEvent.TokensRefused e ->
                "%d tokens refused: %s"
                        .formatted(
                                e.refusals().stream()
                                        .mapToLong(PlatformEvent.RefusedTokens::count)
                                        .sum(),
                                some(e.refusals().stream()
                                        .map(refused -> "%d %s from %s"
                                                .formatted(refused.count(), refused.reason(), refused.source()))
                                        .toList()));
            case PlatformEvent.IdentityActRecorded e ->
                "%s%s%s%s%s"
                        .formatted(
                                act(e.act()),
                                e.resource() == null ? "" : " of " + e.resource(),
                                because(String.join(", ", e.granted())),
                                e.client() == null ? "" : ", through " + e.client(),
                                because(e.error()));
            case PlatformEvent.IdentityFailuresRecorded e ->
                "%d requests of nobody known to the identity provider failed: %s"
                        .formatted(
                                e.failures().stream()
                                        .mapToLong(PlatformEvent.IdentityFailures::count)
                                        .sum(),
                                some(e.failures().stream()
                                        .map(failed -> "%d %s (%s) from %s"
                                                .formatted(
                                                        failed.count(),
                                                        act(failed.act()),
                                                        failed.error(),
                                                        failed.source()))
                                        .toList()));
            case PlatformEvent.AccessDecisionsLost e ->
                "%d decisions about access could not be recorded".formatted(e.count());
            case PlatformEvent.ParkedKeyRetried e ->
                "retried the parked events of %s at %s: %s".formatted(e.key(), e.consumer(), e.reason());
            case PlatformEvent.ParkedEventSkipped e ->
                "gave up event %s of %s at %s: %s".formatted(e.skippedEvent(), e.key(), e.consumer(), e.reason());
        };
    }

    /** A word of the identity provider's. */
    private static String act(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String locks(List<LockGrant> locks) {
        return some(locks.stream()
                .map(lock -> "%s (token %d)".formatted(lock.resource(), lock.fencingToken()))
                .toList());
    }

    private static String versions(long organization, long cluster) {
        return "%d of the organization and %d of the cluster".formatted(organization, cluster);
    }

    /** The Exchange authority that an approval rests on, each with where it is held. */
    private static String with(SortedSet<String> delegations) {
        return delegations.isEmpty() ? "" : ", with " + some(List.copyOf(delegations));
    }

    private static String because(@Nullable String words) {
        return words == null || words.isBlank() ? "" : ": " + words;
    }

    /** The first few, and how many more there are. */
    private static String some(List<String> all) {
        String first = all.stream().limit(NAMED).collect(Collectors.joining("; "));
        return all.size() <= NAMED ? first : first + "; and %d more".formatted(all.size() - NAMED);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
