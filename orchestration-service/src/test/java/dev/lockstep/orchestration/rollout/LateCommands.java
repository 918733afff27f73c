package dev.lockstep.orchestration.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What came from outside, given once more: by a runner that never saw the answer, a person who pressed twice, a broker that delivered
 * again, or after the command before was lost in a crash; at once or long after.
 */
final class LateCommands {

    private static final int KEPT = 60;

    private final Random random;
    private final List<RolloutCommand> given = new ArrayList<>();

    LateCommands(Random random) {
        this.random = random;
    }

    /** Keeps it, whatever became of it. */
    void keep(RolloutCommand command) {
        if (again(command, command.now()).isPresent()) {
            given.add(command);
            if (given.size() > KEPT) {
                given.remove(random.nextInt(given.size()));
            }
        }
    }

    /** One of those that were given, as it arrives now; empty when there were none. */
    Optional<RolloutCommand> next(Instant now) {
        return given.isEmpty()
                ? Optional.empty()
                : again(given.get(random.nextBoolean() ? given.size() - 1 : random.nextInt(given.size())), now);
    }

    /** A command as it arrives again; empty for one that this service gives itself, under the version that it was made for. */
    private static Optional<RolloutCommand> again(RolloutCommand command, Instant now) {
        return Optional.ofNullable(
                switch (command) {
                    case RolloutCommand.TakeTask take ->
                        new RolloutCommand.TakeTask(take.task(), take.runner(), take.fencingToken(), now);
                    case RolloutCommand.ReportFacts report ->
                        new RolloutCommand.ReportFacts(
                                report.task(),
                                report.runner(),
                                report.observedAt(),
                                report.facts(),
                                report.listed(),
                                now);
                    case RolloutCommand.ReportLookFailed failed ->
                        new RolloutCommand.ReportLookFailed(failed.task(), failed.failure(), failed.again(), now);
                    case RolloutCommand.ReportCommandEnded ended ->
                        new RolloutCommand.ReportCommandEnded(
                                ended.task(),
                                ended.runner(),
                                ended.outcome(),
                                ended.exitCode(),
                                ended.failure(),
                                ended.endedAt(),
                                ended.look(),
                                now);
                    case RolloutCommand.Attest attest ->
                        new RolloutCommand.Attest(attest.step(), attest.attestation(), attest.by(), attest.look(), now);
                    case RolloutCommand.AnswerGate answer ->
                        new RolloutCommand.AnswerGate(answer.gate(), answer.versions(), answer.blocking(), now);
                    case RolloutCommand.Decide decide ->
                        new RolloutCommand.Decide(
                                decide.step(),
                                decide.decision(),
                                decide.reason(),
                                decide.by(),
                                decide.look(),
                                decide.wayBack(),
                                decide.ending(),
                                now);
                    case RolloutCommand.Approve approve ->
                        new RolloutCommand.Approve(
                                approve.planHash(),
                                approve.by(),
                                approve.comment(),
                                approve.parts(),
                                approve.gate(),
                                approve.arrangement(),
                                now);
                    case RolloutCommand.GrantLapsed lapsed ->
                        new RolloutCommand.GrantLapsed(lapsed.task(), lapsed.reason(), now);
                    case RolloutCommand.ConfirmMark confirm ->
                        new RolloutCommand.ConfirmMark(
                                confirm.step(),
                                confirm.proposal(),
                                confirm.delegations(),
                                confirm.comment(),
                                confirm.by(),
                                now);
                    case RolloutCommand.ConfirmOverride confirm ->
                        new RolloutCommand.ConfirmOverride(
                                confirm.step(), confirm.proposal(), confirm.comment(), confirm.by(), now);
                    default -> null;
                });
    }
}
