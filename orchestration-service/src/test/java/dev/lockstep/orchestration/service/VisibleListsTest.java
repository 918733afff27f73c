package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists hold what the account's scopes cover, page by page, whatever lies between. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class VisibleListsTest {

    private static final String MARK = "list" + UUID.randomUUID().toString().substring(0, 8);

    @Inject
    DataSource database;

    @BeforeEach
    void rolloutsOfTwoOrganizationsAtTwoSites() throws SQLException {
        for (int i = 0; i < 6; i++) {
            insert("%s-north".formatted(MARK), "%sa:c%d".formatted(MARK, i));
            insert("%s-south".formatted(MARK), "%sb:c%d".formatted(MARK, i));
        }
    }

    private void insert(String site, String cluster) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into rollout (id, cluster, site, plan_hash, status, active, phase_since, requested_at, version)
                        values (?, ?, ?, 'none', 'ABORTED', false, now(), now(), 1)""")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, cluster);
            insert.setString(3, site);
            insert.executeUpdate();
        }
    }

    @AfterEach
    void theyAreGone() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from rollout where site like ?")) {
            delete.setString(1, MARK + "%");
            delete.executeUpdate();
        }
    }

    @Test
    void siteSeesItsRolloutsAndNoOthersPageByPage() {
        assertThat(clusters("site:%s-north".formatted(MARK), 2))
                .hasSize(6)
                .allMatch(cluster -> cluster.startsWith(MARK + "a:"))
                .doesNotHaveDuplicates();
    }

    @Test
    void organizationSeesItsRolloutsWhereverTheyAre() {
        assertThat(clusters("organization:%sb".formatted(MARK), 4))
                .hasSize(6)
                .allMatch(cluster -> cluster.startsWith(MARK + "b:"));
    }

    @Test
    void nobodySeesByAScopeOfSomethingElse() {
        assertThat(clusters("site:%s-west".formatted(MARK), 50)).isEmpty();
        assertThat(clusters("administrative-group:%sa/First".formatted(MARK), 50))
                .isEmpty();
    }

    private static List<String> clusters(String scope, int limit) {
        String token = Tokens.of(Role.OPERATOR, scope);
        List<String> found = new ArrayList<>();
        String after = "";
        do {
            var page = Api.get(token, "/rollouts?limit=" + limit + after);
            assertThat(page.statusCode()).isEqualTo(200);
            List<String> items = page.path("items.cluster");
            assertThat(items).hasSizeLessThanOrEqualTo(limit);
            found.addAll(items);
            String next = page.path("next");
            after = next == null ? "" : "&after=" + next;
        } while (!after.isEmpty());
        return found;
    }
}
