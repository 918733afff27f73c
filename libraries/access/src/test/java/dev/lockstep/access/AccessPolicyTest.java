package dev.lockstep.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {

    private static final OrganizationId CONTOSO = new OrganizationId("contoso");
    private static final Target CLUSTER = Target.cluster("oslo", new ClusterId("contoso:clu01"));
    private static final Target GROUP = Target.administrativeGroup(CONTOSO, "First Administrative Group");

    @ParameterizedTest
    @CsvSource({
        "inventory.import, inventory-editor, *, permitted",
        "inventory.import, inventory-editor, site:oslo, permitted",
        "inventory.import, inventory-editor, organization:contoso, permitted",
        "inventory.import, inventory-editor, site:bergen, scope-missing",
        "inventory.import, inventory-editor, site:Oslo, scope-missing",
        "inventory.import, inventory-editor, organization:fabrikam, scope-missing",
        "inventory.import, inventory-editor, administrative-group:contoso/First, scope-missing",
        "inventory.import, inventory-editor, '', scope-missing",
        "inventory.import, administrator, *, role-missing",
        "inventory.import, runner, *, role-missing",
        "inventory.import, '', *, role-missing",
        "inventory.read, auditor, site:oslo, permitted",
        "inventory.read, runner, site:oslo, role-missing",
        "orchestration.approve, coordinator, *, role-missing",
        "orchestration.approve, approver, site:oslo, permitted",
        "orchestration.start, operator, site:oslo, permitted",
        "runner.work, runner, site:oslo, permitted",
        "runner.work, runner, site:bergen, scope-missing",
        "runner.work, administrator, *, role-missing",
        "validation.catalogue, operator, '', permitted"
    })
    void decidesOnRoleAndScope(String policy, String role, String scope, String outcome) {
        AccessDecision decision = Policies.named(policy).orElseThrow().decide(principal(role, scope), CLUSTER);

        assertThat(outcomeOf(decision)).isEqualTo(outcome);
    }

    @Test
    void onlyEverywhereCoversThePlatformItself() {
        assertThat(principal("administrator", "*").covers(Target.platform())).isTrue();
        assertThat(principal("administrator", "site:oslo").covers(Target.platform()))
                .isFalse();
        assertThat(principal("administrator", "organization:contoso").covers(Target.platform()))
                .isFalse();
    }

    @Test
    void anOrganizationsScopeCoversItsAdministrativeGroupsButNotTheReverse() {
        Principal wide = principal("approver", "organization:contoso");
        Principal narrow = principal("approver", "administrative-group:contoso/first administrative group");

        assertThat(wide.covers(GROUP)).isTrue();
        assertThat(narrow.covers(GROUP)).isTrue();
        assertThat(narrow.covers(Target.organization(CONTOSO))).isFalse();
    }

    @Test
    void aRefusalNamesWhatWouldHaveSufficed() {
        AccessPolicy policy = Policies.named("inventory.import").orElseThrow();

        assertThat(policy.decide(principal("operator", "*"), CLUSTER))
                .isEqualTo(AccessDecision.Denied.roleMissing(Set.of(Role.INVENTORY_EDITOR)));
        assertThat(policy.decide(principal("inventory-editor", "administrative-group:contoso/First"), CLUSTER))
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied -> assertThat(denied.sentence())
                                .isEqualTo("This needs the scope 'site:oslo' or 'organization:contoso' or '*'."));
    }

    @ParameterizedTest
    @CsvSource({"site:bergen", "organization:fabrikam", "administrative-group:fabrikam/First", "''"})
    void aRefusalTellsStrangersOfAnOrganizationNotWhereItsClustersAre(String scope) {
        AccessPolicy policy = Policies.named("inventory.import").orElseThrow();
        Principal stranger = principal("inventory-editor", scope);

        AccessDecision ofACluster = policy.decide(stranger, CLUSTER);

        assertThat(ofACluster).isEqualTo(policy.decide(stranger, Target.organization(CONTOSO)));
        assertThat(ofACluster)
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied -> assertThat(denied.anyOf()).containsExactly("organization:contoso", "*"));
    }

    @Test
    void aRefusalNamesTheSiteThatWasAskedFor() {
        AccessPolicy policy = Policies.named("runner.work").orElseThrow();

        assertThat(policy.decide(principal("runner", "site:bergen"), Target.site("oslo")))
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied -> assertThat(denied.anyOf()).containsExactly("site:oslo", "*"));
    }

    @Test
    void everyRoleIsUsedAndEveryNameIsUnique() {
        assertThat(Policies.ALL).extracting(AccessPolicy::name).doesNotHaveDuplicates();
        assertThat(Policies.ALL.stream()
                        .flatMap(policy -> policy.roles().stream())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Role.values());
        assertThat(Policies.named("inventory.everything")).isEmpty();
    }

    @Test
    void runnersHaveNoPolicyButTheirOwn() {
        assertThat(Policies.ALL)
                .filteredOn(policy -> policy.roles().contains(Role.RUNNER))
                .extracting(AccessPolicy::name)
                .containsExactly("runner.work");
    }

    @Test
    void roleNamesAreThoseOfTheRealm() {
        assertThat(Arrays.stream(Role.values()).map(Role::code))
                .containsExactlyInAnyOrder(
                        "coordinator",
                        "operator",
                        "approver",
                        "auditor",
                        "inventory-editor",
                        "administrator",
                        "runner");
    }

    private static String outcomeOf(AccessDecision decision) {
        return switch (decision) {
            case AccessDecision.Permitted _ -> "permitted";
            case AccessDecision.Denied denied -> denied.reason().code();
        };
    }

    private static Principal principal(String role, String scope) {
        return new Principal(
                "id",
                "name",
                Role.of(role).map(Set::of).orElse(Set.of()),
                scope.isEmpty() ? Set.of() : Set.of(Scope.parse(scope)),
                Set.of(),
                null,
                null,
                null,
                null);
    }
}
