package dev.lockstep.orchestration.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lockstep.access.Delegation.ExchangeRole;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.orchestration.approval.ApprovalPolicy.When;
import dev.lockstep.orchestration.approval.ApprovalPolicy.Where;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies as a YAML file holds them. A file with mistakes is refused whole, every mistake named by its place. */
final class ApprovalPolicyFile {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ApprovalPolicyFile() {}

    private record Content(@Nullable List<@Nullable Entry> policies) {}

    private record Entry(
            @Nullable String id,
            @Nullable Choice when,
            @Nullable Extent extent,
            @Nullable Integer approvers,
            @Nullable Duration validity,
            @Nullable ExchangeRole authority,
            @Nullable Where authorityAt) {}

    private record Choice(
            @Nullable Set<Scenario> scenarios,
            @Nullable Set<Stage> stages,
            @Nullable Set<String> actions,
            @Nullable Set<ActorKind> actors,
            @Nullable Set<Reversibility.Kind> reversibility,
            @Nullable Set<FailureClass> onFailure) {

        When toWhen() {
            return new When(all(scenarios), all(stages), all(actions), all(actors), all(reversibility), all(onFailure));
        }

        private static <T> Set<T> all(@Nullable Set<T> values) {
            return values == null ? Set.of() : values;
        }
    }

    /**
     * Reads policies.
     *
     * @throws IllegalArgumentException when they hold mistakes; its message names all of them
     */
    static ApprovalPolicies read(String yaml) {
        Content content;
        try {
            content = YAML.readValue(yaml, Content.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("these are no approval policies: " + e.getMessage(), e);
        }
        List<String> mistakes = new ArrayList<>();
        List<ApprovalPolicy> policies = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<@Nullable Entry> entries = content == null || content.policies() == null ? List.of() : content.policies();
        for (int index = 0; index < entries.size(); index++) {
            Entry entry = entries.get(index);
            String place = "policies[%d]".formatted(index);
            List<String> found = entry == null ? List.of(place + ": it is empty") : mistakes(place, entry, ids);
            mistakes.addAll(found);
            if (entry != null && found.isEmpty()) {
                policies.add(policy(entry));
            }
        }
        if (mistakes.isEmpty()
                && policies.stream().noneMatch(policy -> policy.when().equals(When.ALWAYS))) {
            mistakes.add("policies: none is without 'when', so some steps would need no approval");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("the approval policies hold mistakes: " + String.join("; ", mistakes));
        }
        return new ApprovalPolicies(policies);
    }

    private static ApprovalPolicy policy(Entry entry) {
        return new ApprovalPolicy(
                Objects.requireNonNull(entry.id()),
                entry.when() == null ? When.ALWAYS : entry.when().toWhen(),
                Objects.requireNonNull(entry.extent()),
                Objects.requireNonNull(entry.approvers()),
                Objects.requireNonNull(entry.validity()),
                entry.authority(),
                Objects.requireNonNullElse(entry.authorityAt(), Where.ORGANIZATION));
    }

    private static List<String> mistakes(String place, Entry entry, Set<String> ids) {
        List<String> mistakes = new ArrayList<>();
        String id = entry.id();
        if (id == null || !id.matches("[a-z][a-z0-9-]{0,62}")) {
            mistakes.add(place + ".id: give lower-case letters, digits and hyphens");
        } else if (!ids.add(id)) {
            mistakes.add("%s.id: '%s' is there twice".formatted(place, id));
        }
        if (entry.extent() == null) {
            mistakes.add(place + ".extent: give PLAN, STAGE or STEP");
        }
        Integer approvers = entry.approvers();
        if (approvers == null || approvers < 1 || approvers > ApprovalPolicy.MOST_APPROVERS) {
            mistakes.add("%s.approvers: give 1 to %d".formatted(place, ApprovalPolicy.MOST_APPROVERS));
        }
        Duration validity = entry.validity();
        if (validity == null || validity.compareTo(SHORTEST) < 0 || validity.compareTo(LONGEST) > 0) {
            mistakes.add("%s.validity: give %s to %s, for example P7D".formatted(place, SHORTEST, "P365D"));
        }
        if (entry.authorityAt() != null && entry.authority() == null) {
            mistakes.add(place + ".authorityAt: give the role with it, as authority");
        }
        if (entry.when() != null && entry.when().toWhen().equals(When.ALWAYS)) {
            mistakes.add(place + ".when: it chooses nothing; leave it out for a policy about every step");
        }
        return mistakes;
    }
}
