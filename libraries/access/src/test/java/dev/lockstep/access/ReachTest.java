package dev.lockstep.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.ClusterId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReachTest {

    private static final List<String> SITES = List.of("oslo", "bergen", "Oslo");
    private static final List<ClusterId> CLUSTERS =
            List.of(new ClusterId("contoso:clu01"), new ClusterId("fabrikam:clu01"));

    private static Principal holding(String... scopes) {
        return new Principal(
                "subject",
                "name",
                Set.of(Role.OPERATOR),
                Arrays.stream(scopes).map(Scope::parse).collect(Collectors.toSet()),
                Set.of(),
                null,
                null,
                null,
                null);
    }

    @Test
    void reachesExactlyTheClustersThatTheScopesCover() {
        for (Principal principal : List.of(
                holding(),
                holding("*"),
                holding("site:oslo"),
                holding("organization:contoso"),
                holding("site:bergen", "organization:fabrikam"),
                holding("administrative-group:contoso/First"))) {
            Reach reach = Reach.of(principal);
            for (String site : SITES) {
                for (ClusterId cluster : CLUSTERS) {
                    boolean reached = reach.everything()
                            || reach.sites().contains(site)
                            || reach.organizations()
                                    .contains(cluster.organization().value());
                    assertThat(reached)
                            .as("%s on %s at %s", principal.scopes(), cluster, site)
                            .isEqualTo(principal.covers(Target.cluster(site, cluster)));
                }
            }
        }
    }
}
