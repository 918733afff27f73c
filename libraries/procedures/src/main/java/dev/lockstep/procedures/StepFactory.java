package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Look;
import dev.lockstep.procedures.PlanStep.Reversibility;
import dev.lockstep.procedures.PlanStep.Skip;
import dev.lockstep.procedures.Predicates.Truth;
import dev.lockstep.procedures.Procedure.GroupSuffices;
import dev.lockstep.procedures.Procedure.LockScope;
import dev.lockstep.procedures.Procedure.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills the step templates of a procedure. */
final class StepFactory {

    private static final Duration USUAL_TIME = Duration.ofMinutes(2);
    private static final int RETRY_ATTEMPTS = 3;

    private final ProcedureLibrary library;
    private final Predicates predicates;
    private final Picture picture;
    private final ClusterId cluster;
    private final String clusterName;
    private final Set<String> usedIds = new HashSet<>();
    private final Map<String, String> idsByText = new HashMap<>();

    StepFactory(
            ProcedureLibrary library, Predicates predicates, Picture picture, ClusterId cluster, String clusterName) {
        this.library = library;
        this.predicates = predicates;
        this.picture = picture;
        this.cluster = cluster;
        this.clusterName = clusterName;
    }

    PlanStep step(Template template, Variables variables) {
        Variables looking = variables
                .with("virtualServers", picture.createdVirtualServers())
                .withTemplates(template.with());
        List<Look> before = looks(template.observe(), looking);
        List<String> after = template.observeAfter();
        ActorKind actor = Objects.requireNonNullElse(template.actor(), ActorKind.CHECK);
        String verify = variables.expression(template.verify());
        Skip skip = skip(template, variables, verify);
        Map<String, String> parameters = new HashMap<>();
        template.parameters().forEach((name, value) -> parameters.put(name, variables.text(value)));
        List<String> authorityAt = authorityAt(template, variables);
        Variables instructing = variables.with("authorityAt", StepWords.heldAt(authorityAt));
        template.parameterLists()
                .forEach((name, value) -> parameters.put(
                        name,
                        variables.value(value.substring(2, value.length() - 1)).toString()));
        return new PlanStep(
                newId(variables.text(template.id())),
                variables.text(template.title()),
                template.stage(),
                template.action(),
                clusterName,
                optional(variables, "node"),
                optional(variables, "virtualServer"),
                template.stage() == Stage.DP ? optional(variables, "domain") : null,
                actor,
                variables.texts(template.command()),
                instructing.texts(template.instructions()),
                parameters,
                template.authority(),
                authorityAt,
                locks(template, variables),
                template.requires(),
                subject(template, variables),
                before,
                after == null ? before : looks(after, looking),
                skip,
                verify,
                Objects.requireNonNullElse(template.timeout(), USUAL_TIME),
                Objects.requireNonNullElse(template.patience(), USUAL_TIME),
                template.onFailure() == FailureClass.RETRY ? RETRY_ATTEMPTS : 1,
                template.onFailure(),
                Objects.requireNonNullElse(template.repeatability(), Repeatability.IDEMPOTENT),
                Objects.requireNonNullElseGet(
                                template.reversibility(),
                                () -> new Reversibility(Reversibility.Kind.NOTHING_TO_UNDO, null, null))
                        .undoFor(variables),
                skip.expected() == null ? Consequences.of(template.effects(), variables, picture) : List.of());
    }

    /** An id that is safe everywhere: what is not a letter or digit becomes a hyphen, and a second one like it gets a number. */
    private String newId(String text) {
        String slug =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String id = slug;
        for (int i = 2; !usedIds.add(id); i++) {
            id = slug + "-" + i;
        }
        idsByText.put(text, id);
        return id;
    }

    private Skip skip(Template template, Variables variables, String verify) {
        String with = template.skipWith() == null ? null : idsByText.get(variables.text(template.skipWith()));
        String wanted = template.skip();
        if (wanted == null) {
            return new Skip(null, with, null);
        }
        String when = wanted.equals(Template.WHEN_VERIFIED) ? verify : variables.expression(wanted);
        return new Skip(when, with, whySkipped(when));
    }

    private @Nullable String whySkipped(String when) {
        if (predicates.evaluate(when, picture.organization(), picture.cluster()) != Truth.TRUE) {
            return null;
        }
        return predicates.evaluate(when, picture.recordedOrganization(), picture.recordedCluster()) == Truth.TRUE
                ? "it is true already in the recorded inventory"
                : "the steps before it bring it about";
    }

    /** The administrative groups at which the step's authority suffices; none when it takes the organization. */
    private List<String> authorityAt(Template template, Variables variables) {
        GroupSuffices suffices = template.groupSuffices();
        if (suffices == null || !holds(suffices.when(), variables)) {
            return List.of();
        }
        return switch (suffices.of()) {
            case CLUSTER -> AdministrativeGroups.ofCluster(picture);
            case VIRTUAL_SERVER -> AdministrativeGroups.ofVirtualServer(picture, variables.string("virtualServer"));
        };
    }

    private boolean holds(@Nullable String condition, Variables variables) {
        return condition == null
                || predicates.evaluate(variables.expression(condition), picture.organization(), picture.cluster())
                        == Truth.TRUE;
    }

    private static @Nullable String subject(Template template, Variables variables) {
        return switch (template.requires().getFirst()) {
            case NODE, NODE_AFTER, UN, UN_AFTER -> optional(variables, "node");
            case EVS, EVS_AFTER, UE, UE_AFTER -> optional(variables, "virtualServer");
            case DP -> optional(variables, "domain");
            case PLAN, CLUS, FP, END -> null;
        };
    }

    private List<String> locks(Template template, Variables variables) {
        Set<String> locks = new LinkedHashSet<>();
        for (LockScope scope : template.locks().stream().sorted().toList()) {
            switch (scope) {
                case ORGANIZATION -> locks.add(organizationLock());
                case FIRST_IN_DOMAIN -> {
                    if (!picture.isExchangeServerInDomain()) {
                        locks.add(organizationLock());
                    }
                }
                case DOMAIN -> locks.add("domain %s/%s".formatted(cluster.organization(), variables.string("domain")));
                case CLUSTER -> locks.add("cluster " + cluster);
                case NODE -> locks.add("node %s/%s".formatted(cluster, variables.string("node")));
                case VIRTUAL_SERVER ->
                    locks.add("virtual-server %s/%s".formatted(cluster, variables.string("virtualServer")));
            }
        }
        return List.copyOf(locks);
    }

    private String organizationLock() {
        return "organization " + cluster.organization();
    }

    private List<Look> looks(List<String> names, Variables variables) {
        List<Look> looks = new ArrayList<>();
        for (Probe probe : library.probes(names)) {
            if (probe.each() == Probe.Each.RESOURCE_OF_GROUP) {
                looks.add(perResource(probe, variables));
            } else {
                Repetitions.of(probe.each(), variables, picture).forEach(bound -> looks.add(look(probe, bound)));
            }
        }
        return looks.stream().distinct().toList();
    }

    private static Look perResource(Probe probe, Variables variables) {
        int at = probe.argv().indexOf("${resource}");
        Variables open = variables.with("resource", "");
        Map<String, JsonNode> arguments = probe.argumentsOf(open);
        arguments.remove("resource");
        return new Look(probe.parser(), open.texts(probe.argv()), arguments, variables.string("group"), at);
    }

    private static Look look(Probe probe, Variables variables) {
        return new Look(probe.parser(), variables.texts(probe.argv()), probe.argumentsOf(variables), null, null);
    }

    private static @Nullable String optional(Variables variables, String name) {
        return variables.has(name) ? variables.string(name) : null;
    }
}
