package dev.lockstep.siterunner.work;

import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.siterunner.looking.Looks;
import dev.lockstep.siterunner.looking.Sight;
import dev.lockstep.siterunner.transport.CommandResult;
import dev.lockstep.siterunner.transport.Transports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what a task asks for, and says how it ended. */
final class Execution {
    private final Transports transports;
    private final Redaction redaction;
    private final InstantSource clock;

    Execution(Transports transports, Redaction redaction, InstantSource clock) {
        this.transports = transports;
        this.redaction = redaction;
        this.clock = clock;
    }

    TaskResult perform(RunnerTask task, Consumer<ProcessHandle> begun, Consumer<String> output)
            throws InterruptedException {
        Instant started = clock.instant();
        return switch (task.work()) {
            case Work.Execute execute -> execute(task, execute, started, begun, output);
            case Work.Observe observe -> observe(task, observe, started);
        };
    }

    private TaskResult execute(
            RunnerTask task, Work.Execute work, Instant started, Consumer<ProcessHandle> begun, Consumer<String> output)
            throws InterruptedException {
        return switch (transports.of(task.cluster()).run(work.argv(), task.timeout(), begun, output)) {
            case CommandResult.Ended ended ->
                result(task, TaskOutcome.FINISHED, ended.exitCode(), Set.of(), Set.of(), null, started);
            case CommandResult.NotStarted it -> failed(task, TaskOutcome.FAILED, it.reason(), started);
            case CommandResult.TimedOut it ->
                failed(task, TaskOutcome.TIMED_OUT, "the command did not end within " + task.timeout(), started);
            case CommandResult.Lost it ->
                failed(task, TaskOutcome.UNKNOWN, it.reason() + "; what the command did is not known", started);
        };
    }

    private TaskResult observe(RunnerTask task, Work.Observe work, Instant started) throws InterruptedException {
        Instant deadline = started.plus(task.timeout());
        Looks looks = new Looks(transports.of(task.cluster()));
        Set<ObservedFact> facts = new LinkedHashSet<>();
        Set<ListedCollection> listed = new LinkedHashSet<>();
        for (Observation each : work.observations()) {
            Duration left = Duration.between(clock.instant(), deadline);
            String source = Looks.source(redaction.redact(each.argv()));
            switch (looks.look(each, left.isNegative() ? Duration.ZERO : left)) {
                case Sight.Shown shown -> {
                    shown.observed().facts().forEach(fact -> facts.add(redaction.redact(fact, source)));
                    listed.addAll(shown.observed().listed());
                }
                case Sight.Unreadable it -> {
                    return failed(task, TaskOutcome.FAILED, source + ": " + it.reason(), started);
                }
                case Sight.NoAnswer it -> {
                    return failed(task, TaskOutcome.FAILED, source + ": " + it.reason(), started);
                }
                case Sight.TimedOut _ -> {
                    return failed(
                            task, TaskOutcome.TIMED_OUT, source + ": not answered within " + task.timeout(), started);
                }
            }
        }
        return result(task, TaskOutcome.FINISHED, null, facts, listed, null, started);
    }

    private TaskResult failed(RunnerTask task, TaskOutcome outcome, String failure, Instant started) {
        return result(task, outcome, null, Set.of(), Set.of(), redaction.redact(failure), started);
    }

    private TaskResult result(
            RunnerTask task,
            TaskOutcome outcome,
            @Nullable Integer exitCode,
            Set<ObservedFact> facts,
            Set<ListedCollection> listed,
            @Nullable String failure,
            Instant started) {
        return new TaskResult(
                task.fencingToken(),
                outcome,
                exitCode,
                new ArrayList<>(facts),
                new ArrayList<>(listed),
                failure,
                started,
                clock.instant());
    }
}
