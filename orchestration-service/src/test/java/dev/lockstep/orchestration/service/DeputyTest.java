package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.get;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovedAsDeputy;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An approver who is away lends authority to a deputy, a second approver agrees, and the deputy approves; and all that is refused. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class DeputyTest extends OnePlayedCluster {

    private static final String NOBODYS = "/deputies/00000000-0000-4000-8000-000000000000";

    private final String lender = approver("lena", full());
    private final String second = approver("sven", full());
    private final String deputy = approver("dora");

    private String full() {
        return "EXCHANGE_FULL_ADMINISTRATOR@organization:" + cluster.organization();
    }

    private static String approver(String name, String... delegations) {
        return account(name, "approver", "*", delegations);
    }

    private static String account(String name, String role, String scope, String... delegations) {
        return Tokens.with(name, claims -> {
            claims.putObject("realm_access").putArray("roles").add(role);
            claims.putArray("lockstep_scopes").add(scope);
            for (String delegation : delegations) {
                claims.withArray("lockstep_delegations").add(delegation);
            }
        });
    }

    private String appointment(String deputy, Instant from, Instant until) {
        return "{\"organization\":\"%s\",\"deputy\":\"%s\",\"from\":\"%s\",\"until\":\"%s\",\"reason\":\"summer\"}"
                .formatted(cluster.organization(), deputy, from, until);
    }

    private static Instant days(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private String appointed() {
        return appointed(days(0), days(14));
    }

    private String appointed(Instant from, Instant until) {
        return post(lender, "/deputies", appointment("dora", from, until), 201).path("id");
    }

    private String inForce() {
        String id = appointed();
        post(second, "/deputies/%s/agreement".formatted(id), "{\"comment\":\"fine\"}", 200);
        return id;
    }

    private Plan plan() {
        return site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
    }

    private static String requested(String token, Plan plan) {
        return post(token, "/rollouts", "{\"planHash\":\"%s\"}".formatted(plan.hash()), 201)
                .path("id");
    }

    private static String under(String arrangement, Plan plan) {
        return "{\"planHash\":\"%s\",\"arrangement\":\"%s\"}".formatted(plan.hash(), arrangement);
    }

    private static String inOwnRight(Plan plan) {
        return "{\"planHash\":\"%s\"}".formatted(plan.hash());
    }

    private static String approvals(String rollout) {
        return "/rollouts/%s/approvals".formatted(rollout);
    }

    @Test
    void theDeputyApprovesAndEverybodySeesInWhosePlace() {
        Plan plan = plan();
        String id = requested(COORDINATOR, plan);
        String arrangement = inForce();
        assertThat(get(COORDINATOR, "/deputies/" + arrangement).<String>path("standing"))
                .isEqualTo("IN_FORCE");
        refused(deputy, approvals(id), inOwnRight(plan), 403, "approver-delegation-missing");

        Response approved = post(deputy, approvals(id), under(arrangement, plan), 200);

        assertThat(approved.<String>path("status")).isEqualTo("APPROVED");
        assertThat(approved.<String>path("approvals[0].approvals[0].approver.name"))
                .isEqualTo("dora");
        assertThat(approved.<String>path("approvals[0].approvals[0].asDeputy.lender.name"))
                .isEqualTo("lena");
        assertThat(approved.<List<String>>path("approvals[0].approvals[0].asDeputy.delegations"))
                .containsExactly(full());
        assertThat(History.of(id, rollouts))
                .filteredOn(ApprovedAsDeputy.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    ApprovedAsDeputy told = (ApprovedAsDeputy) event;
                    assertThat(told.mandate().arrangement()).hasToString(arrangement);
                    assertThat(told.mandate().agreedBy().name()).isEqualTo("sven");
                    assertThat(told.approval().approver().delegations()).isEmpty();
                });
        post(COORDINATOR, "/rollouts/%s/start".formatted(id), "{}", 200);
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
        assertThat(History.of(id, rollouts))
                .filteredOn(StepExecutionStarted.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((StepExecutionStarted) event).approval()).endsWith("by dora as deputy of lena"));
    }

    @Test
    void whoeverCannotAppointIsRefused() {
        String good = appointment("dora", days(0), days(14));
        String old = Tokens.with("lena", claims -> {
            claims.putObject("realm_access").putArray("roles").add("approver");
            claims.putArray("lockstep_scopes").add("*");
            claims.put("auth_time", Instant.now().minus(Duration.ofHours(1)).getEpochSecond());
        });

        refused(old, "/deputies", good, 401, "insufficient-user-authentication");
        refused(COORDINATOR, "/deputies", good, 403, "role-missing");
        refused(account("lena", "approver", "site:other", full()), "/deputies", good, 403, "scope-missing");
        refused(deputy, "/deputies", appointment("erik", days(0), days(14)), 403, "lender-delegation-missing");
        refused(lender, "/deputies", appointment("lena", days(0), days(14)), 403, "lender-is-deputy");
        refused(lender, "/deputies", appointment("dora", days(2), days(1)), 409, "period-empty");
        refused(lender, "/deputies", appointment("dora", days(-2), days(-1)), 409, "period-empty");
        refused(lender, "/deputies", appointment("dora", days(0), days(91)), 409, "period-too-long");
        refused(lender, "/deputies", good.replace("summer", " "), 400, "invalid-request");
        refused(lender, "/deputies", appointment("d".repeat(256), days(0), days(1)), 409, "deputy-unnamed");
    }

    @Test
    void whatWasLentIsNotLentOn() {
        inForce();

        refused(deputy, "/deputies", appointment("erik", days(0), days(1)), 403, "lender-delegation-missing");
    }

    @Test
    void whoeverCannotAgreeIsRefused() {
        String agreement = "/deputies/%s/agreement".formatted(appointed());
        String old = Tokens.with("sven", claims -> {
            claims.putObject("realm_access").putArray("roles").add("approver");
            claims.putArray("lockstep_scopes").add("*");
            claims.put("auth_time", Instant.now().minus(Duration.ofHours(1)).getEpochSecond());
        });

        refused(old, agreement, "{}", 401, "insufficient-user-authentication");
        refused(COORDINATOR, agreement, "{}", 403, "role-missing");
        refused(account("sven", "approver", "site:" + site.site, full()), agreement, "{}", 403, "scope-missing");
        refused(lender, agreement, "{}", 403, "approver-is-lender");
        refused(approver("dora", full()), agreement, "{}", 403, "approver-is-deputy");
        refused(approver("sven"), agreement, "{}", 403, "approver-delegation-missing");
        refused(second, NOBODYS + "/agreement", "{}", 404, "not-found");
        post(second, agreement, "{}", 200);
        refused(approver("erik", full()), agreement, "{}", 409, "agreed-already");
        String ended = appointed();
        post(lender, "/deputies/%s/end".formatted(ended), "{\"reason\":\"I stay\"}", 200);
        refused(second, "/deputies/%s/agreement".formatted(ended), "{}", 409, "arrangement-ended");
    }

    @Test
    void theArrangementEndsEarlyAndNothingMoreIsApprovedUnderIt() {
        Plan plan = plan();
        String id = requested(COORDINATOR, plan);
        String arrangement = inForce();
        String end = "/deputies/%s/end".formatted(arrangement);
        String reason = "{\"reason\":\"back\"}";

        refused(deputy, end, reason, 403, "not-party-to-arrangement");
        refused(approver("erik", full()), end, reason, 403, "not-party-to-arrangement");
        refused(COORDINATOR, end, reason, 403, "role-missing");
        post(Tokens.of(Role.ADMINISTRATOR, "*"), end, "{}", 400);
        post(deputy, approvals(id), under(arrangement, plan), 200);
        Response ended = post(Tokens.of(Role.ADMINISTRATOR, "*"), end, reason, 200);

        assertThat(ended.<String>path("standing")).isEqualTo("ENDED");
        assertThat(ended.<String>path("endReason")).isEqualTo("back");
        refused(lender, end, reason, 409, "arrangement-ended");
        assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("status"))
                .as("what was approved before stays")
                .isEqualTo("APPROVED");
        post(lender, approvals(id), "{\"decision\":\"WITHDRAW\",\"comment\":\"not mine\"}", 200);
        assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("status")).isEqualTo("REQUESTED");
        refused(deputy, approvals(id), under(arrangement, plan), 409, "arrangement-ended");
    }

    @Test
    void everyWrongApprovalByADeputyIsRefusedForItsOwnReason() {
        Plan plan = plan();
        String id = requested(account("rita", "coordinator", "*"), plan);
        String arrangement = inForce();
        String proposed = appointed();
        String later = appointed(days(1), days(2));
        post(second, "/deputies/%s/agreement".formatted(later), "{}", 200);
        String elsewhere = post(
                        lender,
                        "/deputies",
                        appointment("dora", days(0), days(14)).replace("\"deputy\"", "\"site\":\"other\",\"deputy\""),
                        201)
                .path("id");
        post(second, "/deputies/%s/agreement".formatted(elsewhere), "{}", 200);

        refused(second, approvals(id), under(arrangement, plan), 403, "approver-not-deputy");
        refused(deputy, approvals(id), under(NOBODYS.substring(10), plan), 403, "approver-not-deputy");
        refused(deputy, approvals(id), under(proposed, plan), 409, "arrangement-not-agreed");
        refused(deputy, approvals(id), under(later, plan), 409, "arrangement-not-begun");
        refused(deputy, approvals(id), under(elsewhere, plan), 403, "approver-arrangement-elsewhere");
        refused(account("dora", "operator", "*"), approvals(id), under(arrangement, plan), 403, "role-missing");
        refused(
                account("dora", "approver", "site:other"),
                approvals(id),
                under(arrangement, plan),
                403,
                "scope-missing");
        String brief = appointed(days(0), Instant.now().plusSeconds(3));
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(get(COORDINATOR, "/deputies/" + brief).<String>path("standing"))
                                .isEqualTo("OVER"));
        refused(deputy, approvals(id), under(brief, plan), 409, "arrangement-over");
        refused(second, "/deputies/%s/agreement".formatted(brief), "{}", 409, "arrangement-over");
        refused(lender, "/deputies/%s/end".formatted(brief), "{\"reason\":\"back\"}", 409, "arrangement-over");
        String renamed = Tokens.with("sven", claims -> {
            claims.put("preferred_username", "dora");
            claims.putObject("realm_access").putArray("roles").add("approver");
            claims.putArray("lockstep_scopes").add("*");
        });
        refused(renamed, approvals(id), under(arrangement, plan), 403, "approver-arranged-it");
    }

    @Test
    void neitherTheRequesterNorTheRequestersDeputyApproves() {
        Plan plan = plan();
        String arrangement = inForce();
        String ofDeputy = requested(account("dora", "coordinator", "*"), plan);
        refused(deputy, approvals(ofDeputy), under(arrangement, plan), 403, "approver-is-requester");
        post(COORDINATOR, "/rollouts/%s/abort".formatted(ofDeputy), "{\"reason\":\"again\"}", 200);
        String ofLender = requested(account("lena", "coordinator", "*"), plan);

        refused(deputy, approvals(ofLender), under(arrangement, plan), 403, "approver-lender-is-requester");
    }

    @Test
    void onlyWhatWasLentIsUsed() {
        Plan plan = plan();
        String id = requested(COORDINATOR, plan);
        String little = approver("lisa", "VIEW_ONLY@organization:" + cluster.organization());
        String arrangement = post(little, "/deputies", appointment("dora", days(0), days(14)), 201)
                .path("id");
        post(second, "/deputies/%s/agreement".formatted(arrangement), "{}", 200);

        refused(approver("dora", full()), approvals(id), under(arrangement, plan), 403, "approver-delegation-missing");
    }

    @Test
    void lenderAndDeputyCountOnce() {
        Plan plan = plan();
        String id = requested(COORDINATOR, plan);
        String arrangement = inForce();

        post(deputy, approvals(id), under(arrangement, plan), 200);
        refused(lender, approvals(id), inOwnRight(plan), 409, "approved-already");
        refused(approver("dora", full()), approvals(id), inOwnRight(plan), 409, "approved-already");
        refused(deputy, approvals(id), under(arrangement, plan), 409, "approved-already");
        assertThat(get(COORDINATOR, "/rollouts/" + id).<Integer>path("approvals[0].counting"))
                .isEqualTo(1);
        post(second, approvals(id), inOwnRight(plan), 200);
        assertThat(get(COORDINATOR, "/rollouts/" + id).<Integer>path("approvals[0].counting"))
                .isEqualTo(2);
    }

    @Test
    void theListHoldsWhatTheScopeCoversPageByPage() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.addFirst(appointed());
        }
        String here = account("reader", "operator", "organization:" + cluster.organization());

        Response first = get(here, "/deputies?limit=2");
        Response next = get(here, "/deputies?limit=2&after=" + first.path("next"));

        assertThat(first.<List<String>>path("items.id")).isEqualTo(made.subList(0, 2));
        assertThat(next.<List<String>>path("items.id")).isEqualTo(made.subList(2, 3));
        assertThat(next.<String>path("next")).isNull();
        assertThat(get(account("reader", "operator", "site:other"), "/deputies?organization=" + cluster.organization())
                        .<List<String>>path("items.id"))
                .isEmpty();
        assertThat(get(account("reader", "operator", "site:other"), "/deputies/" + made.getFirst())
                        .statusCode())
                .isEqualTo(403);
    }
}
