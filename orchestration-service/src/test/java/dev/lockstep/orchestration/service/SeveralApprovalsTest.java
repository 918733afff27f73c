package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.awaitStatus;
import static dev.lockstep.orchestration.service.Api.get;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalCarriedOver;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsLapsed;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Approvals by several people, of a plan, a stage and single steps at once; and every reason for which one does not count. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(SeveralApprovalsTest.Strict.class)
class SeveralApprovalsTest extends OnePlayedCluster {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ALL_WORDS = "{\"planHash\":\"%s\"}";

    /** Someone who may approve commands, and nothing that needs an Exchange delegation. */
    private static final String SECOND = withToken("second", "token-1");

    /** Two people for each command; approvals lapse soon at a closed gate, and validation's silence is told soon. */
    public static final class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lockstep.orchestration.approval-policies",
                    "src/test/resources/several-approvals.yaml",
                    "lockstep.orchestration.closed-gate-patience",
                    "PT1S",
                    "lockstep.orchestration.approval-patience",
                    "PT3S");
        }
    }

    private static String withToken(String name, String token, String... delegations) {
        return Tokens.with(name, claims -> {
            claims.put("jti", token);
            claims.putObject("realm_access").putArray("roles").add("approver");
            claims.putArray("lockstep_scopes").add("*");
            for (String delegation : delegations) {
                claims.withArray("lockstep_delegations").add(delegation);
            }
        });
    }

    private Plan plan() {
        return site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
    }

    private static String requested(Plan plan) {
        return post(COORDINATOR, "/rollouts", ALL_WORDS.formatted(plan.hash()), 201)
                .path("id");
    }

    private static String approvals(String id) {
        return "/rollouts/%s/approvals".formatted(id);
    }

    private static void approve(String token, String id, Plan plan) {
        post(token, approvals(id), ALL_WORDS.formatted(plan.hash()), 200);
    }

    private static String part(Plan plan, String part) {
        return "{\"planHash\":\"%s\",\"parts\":[\"%s\"]}".formatted(plan.hash(), part);
    }

    private String full() {
        return "EXCHANGE_FULL_ADMINISTRATOR@organization:" + cluster.organization();
    }

    private static int counting(String id, String part) {
        return get(COORDINATOR, "/rollouts/" + id).path("approvals.find { it.part == '%s' }.counting".formatted(part));
    }

    @Test
    void aPlanAStageAndStepsAreApprovedEachByAsManyAsItNeeds() {
        Plan plan = plan();
        String id = requested(plan);
        String start = "/rollouts/%s/start".formatted(id);
        assertThat(get(COORDINATOR, "/rollouts/" + id).<List<String>>path("approvals.part"))
                .containsExactly("plan", "command/" + SmallPlan.START, "command/" + SmallPlan.NOT_NEEDED, "stage/NODE");

        refused(COORDINATOR, start, "{}", 409, "approval-missing");
        approve(site.approver, id, plan);
        assertThat(counting(id, "command/" + SmallPlan.START)).isEqualTo(1);
        refused(COORDINATOR, start, "{}", 409, "approval-missing");
        refused(SECOND, approvals(id), part(plan, "stage/NODE"), 403, "approver-delegation-missing");
        refused(SECOND, approvals(id), part(plan, "nothing"), 409, "unknown-part");
        post(SECOND, approvals(id), part(plan, "command/" + SmallPlan.START), 200);
        assertThat(counting(id, "command/" + SmallPlan.START)).isEqualTo(2);
        post(COORDINATOR, start, "{}", 200);

        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        site.installed = true;
        Api.attest(id, SmallPlan.SETUP, "DONE", "log");
        site.serviceState = "STOPPED";
        site.look(id, SmallPlan.SETUP);
        site.look(id, SmallPlan.NOT_NEEDED);
        awaitStatus(id, SmallPlan.NOT_NEEDED, "WAITING");
        assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("command/" + SmallPlan.NOT_NEEDED, "needs 2 approvals and has 1");
        assertThat(site.tryLease()).isEmpty();

        post(SECOND, approvals(id), part(plan, "command/" + SmallPlan.NOT_NEEDED), 200);

        site.look(id, SmallPlan.NOT_NEEDED);
        site.execute(site.lease(id, SmallPlan.NOT_NEEDED));
        site.look(id, SmallPlan.NOT_NEEDED);
        awaitStatus(id, "COMPLETED");
        assertThat(History.of(id, rollouts))
                .filteredOn(StepExecutionStarted.class::isInstance)
                .map(event -> ((StepExecutionStarted) event).approval())
                .element(2)
                .asString()
                .contains("approver", "second");
    }

    @Test
    void everyWrongApprovalIsRefusedForItsOwnReason() {
        Plan plan = plan();
        String id = requested(plan);
        String all = ALL_WORDS.formatted(plan.hash());
        String requesterAsApprover = Tokens.with("coordinator", claims -> {
            claims.putObject("realm_access").putArray("roles").add("approver");
            claims.putArray("lockstep_scopes").add("*");
        });
        String otherHat = Tokens.with("approver", claims -> {
            claims.put("jti", "another-token");
            claims.putObject("realm_access").putArray("roles").add("approver").add("operator");
            claims.putArray("lockstep_scopes").add("*");
            claims.putArray("lockstep_delegations").add(full());
        });

        refused(requesterAsApprover, approvals(id), all, 403, "approver-is-requester");
        refused(Tokens.of(Role.APPROVER, "site:elsewhere"), approvals(id), all, 403, "scope-missing");
        refused(Tokens.of(Role.COORDINATOR, "*"), approvals(id), all, 403, "role-missing");
        refused(site.approver, approvals(id), "{\"planHash\":\"another\"}", 409, "plan-mismatch");
        approve(site.approver, id, plan);
        refused(otherHat, approvals(id), all, 409, "approved-already");
        post(SECOND, approvals(id), all, 200);
        post(SECOND, approvals(id), "{\"decision\":\"WITHDRAW\",\"comment\":\"seen more\"}", 200);
        refused(SECOND, approvals(id), all, 403, "approver-token-replayed");
        approve(withToken("second", "token-2"), id, plan);
        assertThat(counting(id, "command/" + SmallPlan.START)).isEqualTo(2);
    }

    @Test
    void anApprovalThatHasExpiredDoesNotStartTheRollout() {
        Plan plan = plan();
        String id = requested(plan);
        Instant past = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MICROS);
        approveAt(past, id, plan, "early");
        approveAt(past, id, plan, "bird");

        refused(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 409, "approval-expired");

        Response detail = get(COORDINATOR, "/rollouts/" + id);
        assertThat(detail.<String>path("waitingFor")).contains("every approval of the part 'stage/NODE' has expired");
        assertThat(detail.<List<String>>path("approvals.find { it.part == 'stage/NODE' }.approvals.standing"))
                .containsExactly("EXPIRED", "EXPIRED");
    }

    private void approveAt(Instant at, String rollout, Plan plan, String name) {
        UUID id = UUID.fromString(rollout);
        UUID gate = UUID.randomUUID();
        InventoryVersions versions = inventory.latest(cluster).orElseThrow().versions();
        Authority approver = new Authority(
                name,
                name,
                new TreeSet<>(Set.of("approver")),
                new TreeSet<>(Set.of("*")),
                new TreeSet<>(Set.of(full())),
                null,
                null);
        rollouts.handle(
                id,
                new RolloutCommand.AskApprovalGate(gate, versions, true, at),
                Rollouts.byAutomation(UUID.randomUUID(), cluster, at));
        rollouts.handle(
                id,
                new RolloutCommand.Approve(
                        plan.hash(),
                        approver,
                        "",
                        Set.of(),
                        new RolloutCommand.GateAnswer(gate, versions, versions, List.of()),
                        null,
                        at),
                Rollouts.byAutomation(UUID.randomUUID(), cluster, at));
    }

    @Test
    void nothingIsApprovedWhileGatesAreClosedOrNobodyAnswers() {
        Plan plan = plan();
        String id = requested(plan);
        String all = ALL_WORDS.formatted(plan.hash());

        platform.close(cluster);
        refused(site.approver, approvals(id), all, 409, "gates-closed");
        platform.open(cluster);
        approve(site.approver, id, plan);
        assertThat(History.of(id, rollouts)).anyMatch(ApprovalGatePassed.class::isInstance);

        post(COORDINATOR, "/rollouts/%s/abort".formatted(id), "{\"reason\":\"again\"}", 200);
        String other = requested(plan);
        platform.goAway();
        refused(site.approver, approvals(other), all, 409, "gates-unknown");
        platform.comeBack();
        approve(site.approver, other, plan);
    }

    @Test
    void approvalsLapseWhenAGateStaysClosedAndTheWaitSaysWhy() {
        Plan plan = plan();
        String id = requested(plan);
        approve(site.approver, id, plan);
        approve(SECOND, id, plan);
        post(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 200);
        site.look(id, SmallPlan.CHECK);
        RunnerTask look = site.lease(id, SmallPlan.START);
        platform.close(cluster);
        site.report(look);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(History.of(id, rollouts))
                        .anyMatch(event -> event instanceof ApprovalsLapsed lapsed
                                && lapsed.step().equals(SmallPlan.START)
                                && lapsed.parts().contains("command/" + SmallPlan.START)));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                                .contains("the gate of step start-service was closed for longer than PT1S"));
        refused(withToken("third", "token-3"), approvals(id), ALL_WORDS.formatted(plan.hash()), 409, "gates-closed");
        platform.open(cluster);
        Api.decide(id, SmallPlan.START, "RETRY", "what the gate asked for is so now");
        site.look(id, SmallPlan.START);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get(COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                        .startsWith("this rollout needs 1 approval and has 0 that count; that of approver lapsed"));
        assertThat(site.tryLease()).isEmpty();
        Response detail = get(COORDINATOR, "/rollouts/" + id);
        assertThat(detail.<String>path("approvals[0].approvals[0].standing")).isEqualTo("LAPSED");

        approve(withToken("approver", "token-4", full()), id, plan);
        approve(withToken("second", "token-5"), id, plan);
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
    }

    @Test
    void aRolloutThatReplacesAnotherKeepsTheApprovalsOfWhatIsTheSame() {
        Plan plan = plan();
        String first = requested(plan);
        approve(site.approver, first, plan);
        approve(SECOND, first, plan);
        Plan changed = site.keep(SmallPlan.of(cluster, Repeatability.CONDITIONAL), plans, inventory);
        String replacing = "{\"planHash\":\"%s\",\"replaces\":\"%s\"}".formatted(changed.hash(), first);
        post(COORDINATOR, "/rollouts/%s/abort".formatted(first), "{\"reason\":\"another plan\"}", 200);

        Response second = post(COORDINATOR, "/rollouts", replacing, 201);

        String id = second.path("id");
        assertThat(counting(id, "command/" + SmallPlan.NOT_NEEDED)).isEqualTo(2);
        assertThat(counting(id, "command/" + SmallPlan.START)).isZero();
        assertThat(counting(id, "plan")).isZero();
        assertThat(second.<String>path("approvals.find { it.part == 'command/%s' }.approvals[0].carriedFrom"
                        .formatted(SmallPlan.NOT_NEEDED)))
                .isEqualTo(first);
        assertThat(History.of(id, rollouts))
                .filteredOn(ApprovalCarriedOver.class::isInstance)
                .hasSize(2);
        refused(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 409, "approval-missing");
        String replacingOpen = "{\"planHash\":\"%s\",\"replaces\":\"%s\"}".formatted(plan.hash(), id);
        refused(COORDINATOR, "/rollouts", replacingOpen, 409, "not-replaceable");
    }
}
