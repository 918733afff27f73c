package dev.lockstep.procedures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutStep;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan.
 *
 * @param id unique within the plan: lower-case letters, digits and hyphens
 * @param title in one line
 * @param stage where in the deployment it stands
 * @param action what kind of act, for example {@code RUN_SETUP}
 * @param cluster the cluster's name
 * @param node the node it acts on, or null
 * @param virtualServer the virtual server it acts on, or null
 * @param domain the domain it acts on, or null
 * @param actor who carries it out
 * @param command argument list that changes state, never a shell string; empty unless automatic
 * @param instructions what a person does, in order; empty unless attended
 * @param parameters what the act needs, by name
 * @param authority the Exchange role that an approver must hold, or null when none is needed
 * @param authorityAt the administrative groups at each of which it must be held; none for the organization, which covers them all
 * @param locks what it locks, from coarse to fine
 * @param requires the stages whose requirements must be met before it
 * @param subject the node, virtual server or domain that these requirements are about, or null for the cluster
 * @param observe looks before the step
 * @param observeAfter looks after the step
 * @param skip when the step is not needed
 * @param verify what must be true afterwards: a CEL expression over {@code organization} and {@code cluster}
 * @param timeout how long carrying it out may take; 2 minutes unless the procedure says otherwise
 * @param patience how long verification keeps looking; 2 minutes unless the procedure says otherwise
 * @param attempts how often it is carried out without asking anybody
 * @param onFailure what happens when it did not have its effect
 * @param repeatability whether it may be carried out again
 * @param reversibility whether there is a way back
 * @param effects the facts that are otherwise after the step, in the order in which they are applied
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PlanStep(
        String id,
        String title,
        Stage stage,
        String action,
        String cluster,
        @Nullable String node,
        @Nullable String virtualServer,
        @Nullable String domain,
        ActorKind actor,
        List<String> command,
        List<String> instructions,
        Map<String, String> parameters,
        @Nullable String authority,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> authorityAt,
        List<String> locks,
        List<Stage> requires,
        @Nullable String subject,
        List<Look> observe,
        List<Look> observeAfter,
        Skip skip,
        String verify,
        Duration timeout,
        Duration patience,
        int attempts,
        FailureClass onFailure,
        Repeatability repeatability,
        Reversibility reversibility,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Effect> effects) {

    /** A bare check has no actor: nothing is changed by it. */
    public enum ActorKind {
        /** The site runner runs a command. */
        @JsonProperty("automatic")
        AUTOMATIC,
        /** A person acts and attests. */
        @JsonProperty("attended")
        ATTENDED,
        /** Nobody acts; the step only checks. */
        @JsonProperty("check")
        CHECK
    }

    public PlanStep {
        command = List.copyOf(command);
        instructions = List.copyOf(instructions);
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        authorityAt = Absent.orEmpty(authorityAt);
        if (authority == null && !authorityAt.isEmpty()) {
            throw new IllegalArgumentException("step %s says where to hold an authority, and not which".formatted(id));
        }
        locks = List.copyOf(locks);
        requires = List.copyOf(requires);
        observe = List.copyOf(observe);
        observeAfter = List.copyOf(observeAfter);
        effects = Absent.orEmpty(effects);
    }

    /** What a rollout needs to know of this step to keep its rules. */
    public RolloutStep outline() {
        Actor who = switch (actor) {
            case AUTOMATIC -> Actor.RUNNER;
            case ATTENDED -> Actor.PERSON;
            case CHECK -> null;
        };
        return new RolloutStep(
                id, title, who, !requires.isEmpty(), onFailure, repeatability, attempts, timeout, patience, locks);
    }

    /**
     * The same act by a person: the command stands in the instructions, what takes it back is in words, and nobody is asked twice
     * without a decision. It is verified as before.
     */
    PlanStep attended() {
        return new PlanStep(
                id,
                title,
                stage,
                action,
                cluster,
                node,
                virtualServer,
                domain,
                ActorKind.ATTENDED,
                List.of(),
                List.of(
                        "Run this where the cluster is administered from, with an account that may: "
                                + CommandText.line(command),
                        "Wait until it has ended, and attest it with what it printed."),
                parameters,
                authority,
                authorityAt,
                locks,
                requires,
                subject,
                observe,
                observeAfter,
                skip,
                verify,
                timeout,
                patience,
                1,
                onFailure,
                repeatability,
                new Reversibility(reversibility.kind(), reversibility.undo(), null),
                effects);
    }

    /**
     * A fact as observation will find it after a step that had its effect.
     *
     * @param document the document that the fact is in
     * @param path the fact's path, or that of a named object
     * @param value its value; null (as JSON) for an object that is not there any more
     */
    public record Effect(DocumentKind document, FactPath path, JsonNode value) {}

    /**
     * A look at a real system.
     *
     * @param parser the site runner's parser
     * @param argv program and arguments; when {@code resourceAt} is given the argument there is empty
     * @param arguments what the parser needs to know
     * @param resourcesOf the group whose resources, as known at the moment of the look, it is repeated for; null for once
     * @param resourceAt where in {@code argv} the resource's name goes; null when {@code resourcesOf} is
     */
    public record Look(
            String parser,
            List<String> argv,
            Map<String, JsonNode> arguments,
            @Nullable String resourcesOf,
            @Nullable Integer resourceAt) {
        public Look {
            argv = List.copyOf(argv);
            arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
        }
    }

    /**
     * When a step is not needed. It is decided when its turn comes.
     *
     * @param when a CEL expression over {@code organization} and {@code cluster}, or null
     * @param with the id of the step with which this one is skipped, or null
     * @param expected why the plan already expects that the step will be skipped, or null when it does not
     */
    public record Skip(
            @Nullable String when,
            @Nullable String with,
            @Nullable String expected) {}

    /**
     * Whether there is a way back.
     *
     * @param undo what would undo the step, in words or, where a command does, as its line; or null
     * @param byCommand the command that takes the step back, or null when people have to
     */
    public record Reversibility(
            Kind kind,
            @Nullable String undo,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Undo byCommand) {

        public Reversibility {
            if (byCommand != null && kind != Kind.REVERSIBLE) {
                throw new IllegalArgumentException("a step that is %s is not taken back by a command".formatted(kind));
            }
            if (byCommand != null) {
                undo = CommandText.line(byCommand.command());
            }
        }

        Reversibility undoFor(Variables variables) {
            return byCommand == null
                    ? new Reversibility(kind, undo == null ? null : variables.text(undo), null)
                    : new Reversibility(
                            kind,
                            null,
                            new Undo(variables.texts(byCommand.command()), variables.expression(byCommand.verify())));
        }

        /**
         * A command that takes a step back. It may be repeated, and runs under the locks that the step still holds.
         *
         * @param command argument list, never a shell string
         * @param verify what must be true when the step's effect is gone: a CEL expression over {@code organization} and {@code cluster}
         */
        public record Undo(List<String> command, String verify) {
            public Undo {
                command = List.copyOf(command);
                if (command.isEmpty() || verify.isBlank()) {
                    throw new IllegalArgumentException("an undo has a command and says how it is verified");
                }
            }
        }

        /** How far a step can be taken back. */
        public enum Kind {
            /** It changes nothing. */
            NOTHING_TO_UNDO,
            REVERSIBLE,
            /** Another act makes up for it. */
            COMPENSATED,
            /** Only forward, or a restore from backup. */
            POINT_OF_NO_RETURN;

            /** What it means that a step fails whose procedure declares a class of failure: without a way back there is none, whatever is declared. */
            public FailureClass meaningOf(FailureClass declared) {
                return this == POINT_OF_NO_RETURN ? FailureClass.POINT_OF_NO_RETURN : declared;
            }
        }
    }
}
