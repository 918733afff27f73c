package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.OPERATOR;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Every decision on an act is in the log when the act is answered: with it, or without it when it was refused. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RecordedDecisionsTest extends OnePlayedCluster {

    private static final String DECIDED = "lockstep.platform.access-decided.v1";
    private static final String REFUSED = "lockstep.platform.act-refused.v1";

    @Inject
    DataSource database;

    /** An event of a request, and what else its transaction appended. */
    private record Recorded(String type, String actor, String correlation, String data, List<String> sameTransaction) {

        String says(String member) {
            try {
                return ContractJson.mapper().readTree(data).at(member).asText();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<Recorded> about(String path) {
        return select("""
                select e.type, e.actor, e.correlation_id::text, e.data::text,
                       (select array_agg(o.type order by o.position) from event_log o
                         where o.transaction_id = e.transaction_id and o.type not like 'lockstep.platform.%')
                  from event_log e where e.type like 'lockstep.platform.%' and e.data ->> 'path' = ?
                 order by e.position
                """, path);
    }

    private List<Recorded> select(String query, String parameter) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            List<Recorded> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Recorded(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getArray(5) == null
                                    ? List.of()
                                    : List.of((String[]) row.getArray(5).getArray())));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void run(String statement) {
        try (Connection connection = database.getConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String requested() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
        return post(COORDINATOR, "/rollouts", "{\"planHash\":\"%s\"}".formatted(plan.hash()), 201)
                .path("id");
    }

    @Test
    void theDecisionOnAnActIsCommittedWithTheActAndNamesThePerson() {
        String id = requested();
        String abort = "/rollouts/%s/abort".formatted(id);

        String correlation =
                post(COORDINATOR, abort, "{\"reason\":\"not today\"}", 200).header("X-Correlation-Id");

        Recorded decision = about(Api.ROOT + abort).getFirst();
        assertThat(about(Api.ROOT + abort)).hasSize(1);
        assertThat(decision.type()).isEqualTo(DECIDED);
        assertThat(decision.sameTransaction()).containsExactly("lockstep.orchestration.rollout-aborted.v1");
        assertThat(decision.actor()).isEqualTo("coordinator");
        assertThat(decision.correlation()).isEqualTo(correlation);
        assertThat(decision.says("/outcome")).isEqualTo("permitted");
        assertThat(decision.says("/policy")).isEqualTo("orchestration.decide");
        assertThat(decision.says("/account/tokenId")).isEqualTo("token-of-coordinator");
        assertThat(decision.says("/site")).isEqualTo(site.site);
    }

    @Test
    void whoIsNotAllowedAnActIsRecordedBeforeTheAnswer() {
        String approvals = "/rollouts/%s/approvals".formatted(requested());

        refused(OPERATOR, approvals, "{}", 403, "role-missing");

        assertThat(about(Api.ROOT + approvals)).singleElement().satisfies(decision -> {
            assertThat(decision.actor()).isEqualTo("operator");
            assertThat(decision.says("/outcome")).isEqualTo("role-missing");
            assertThat(decision.says("/anyOf/0")).isEqualTo("approver");
        });
    }

    @Test
    void whatTheRolloutRefusesIsRecordedWithItsProblem() {
        String start = "/rollouts/%s/start".formatted(requested());

        refused(COORDINATOR, start, "{}", 409, "approval-missing");

        assertThat(about(Api.ROOT + start)).extracting(Recorded::type).containsExactly(DECIDED, REFUSED);
        Recorded refusal = about(Api.ROOT + start).getLast();
        assertThat(refusal.actor()).isEqualTo("coordinator");
        assertThat(refusal.says("/problem")).isEqualTo("approval-missing");
        assertThat(refusal.says("/status")).isEqualTo("409");
    }

    @Test
    void aRunnersRequestIsRecordedWhenItLeadsToSomething() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        RunnerTask look = site.lease(id, SmallPlan.CHECK);
        site.report(look);

        assertThat(about(Api.ROOT + PlayedSite.result(look))).singleElement().satisfies(decision -> {
            assertThat(decision.actor()).isEqualTo("runner");
            assertThat(decision.sameTransaction()).isNotEmpty();
        });
        assertThat(about(Api.ROOT + "/runner/tasks/%s/heartbeat".formatted(look.id())))
                .isEmpty();
    }

    @Test
    void whatCannotBeRecordedIsNotDone() {
        String id = requested();
        String abort = "/rollouts/%s/abort".formatted(id);
        run("""
                create function no_room() returns trigger language plpgsql as
                $$ begin raise exception 'no room' using errcode = '53100'; end $$""");
        run(
                "create trigger no_room before insert on event_log for each row when (new.type = '%s') execute function no_room()"
                        .formatted(DECIDED));
        try {
            refused(COORDINATOR, abort, "{\"reason\":\"not today\"}", 503, "not-recorded");
            refused(OPERATOR, "/rollouts/%s/approvals".formatted(id), "{}", 503, "not-recorded");
            assertThat(Api.get(COORDINATOR, "/rollouts/" + id).statusCode()).isEqualTo(200);
        } finally {
            run("drop trigger no_room on event_log");
            run("drop function no_room");
        }
        assertThat(Api.get(COORDINATOR, "/rollouts/" + id).<String>path("status"))
                .isEqualTo("REQUESTED");
        assertThat(about(Api.ROOT + abort)).isEmpty();
        post(COORDINATOR, abort, "{\"reason\":\"not today\"}", 200);
    }
}
