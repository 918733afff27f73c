package dev.lockstep.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {

    @Test
    void readsWhatATokenSays() {
        Principal principal = Principal.ofVerifiedClaims(json("""
                {"sub": "7d1c", "preferred_username": "approver", "jti": "t-1", "auth_time": 1700000000,
                 "realm_access": {"roles": ["approver", "offline_access", "auditor"]},
                 "lockstep_scopes": ["site:oslo", "administrative-group:contoso/First Administrative Group"],
                 "lockstep_delegations": ["EXCHANGE_FULL_ADMINISTRATOR@organization:contoso"]}
                """));

        assertThat(principal.toAuthority())
                .isEqualTo(new Authority(
                        "7d1c",
                        "approver",
                        new TreeSet<>(List.of("approver", "auditor")),
                        new TreeSet<>(List.of("administrative-group:contoso/First Administrative Group", "site:oslo")),
                        new TreeSet<>(List.of("EXCHANGE_FULL_ADMINISTRATOR@organization:contoso")),
                        "t-1",
                        Instant.ofEpochSecond(1_700_000_000)));
    }

    @Test
    void readsASingleGrantThatIsNotAnArray() {
        Principal principal = Principal.ofVerifiedClaims(json("""
                {"sub": "7d1c", "lockstep_scopes": "*"}
                """));

        assertThat(principal.scopes()).containsExactly(new Scope.Everywhere());
        assertThat(principal.name()).isEqualTo("7d1c");
    }

    @Test
    void grantsThatCannotBeReadGiveNothing() {
        Principal principal = Principal.ofVerifiedClaims(json("""
                {"sub": "7d1c", "realm_access": {"roles": ["root"]},
                 "lockstep_scopes": ["**", "site:", "organization:CONTOSO", "administrative-group:contoso", 7, "site:oslo"],
                 "lockstep_delegations": ["EXCHANGE_FULL_ADMINISTRATOR", "GOD@organization:contoso", "VIEW_ONLY@site:oslo"]}
                """));

        assertThat(principal.roles()).isEmpty();
        assertThat(principal.scopes()).containsExactly(new Scope.Site("oslo"));
        assertThat(principal.delegations()).isEmpty();
    }

    @Test
    void aTokenWithoutSubjectIsNobodys() {
        assertThatThrownBy(() -> Principal.ofVerifiedClaims(json("{}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso, EXCHANGE_FULL_ADMINISTRATOR@organization:contoso, true",
        "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso, EXCHANGE_ADMINISTRATOR@administrative-group:contoso/First, true",
        "EXCHANGE_ADMINISTRATOR@organization:contoso, EXCHANGE_FULL_ADMINISTRATOR@organization:contoso, false",
        "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First, EXCHANGE_FULL_ADMINISTRATOR@organization:contoso, false",
        "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First, VIEW_ONLY@administrative-group:contoso/first, true",
        "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First, VIEW_ONLY@administrative-group:contoso/Second, false",
        "EXCHANGE_FULL_ADMINISTRATOR@organization:fabrikam, VIEW_ONLY@organization:contoso, false"
    })
    void delegationsIncludeWeakerAndNarrowerOnes(String held, String wanted, boolean holds) {
        Principal principal = Principal.ofVerifiedClaims(
                json("{\"sub\": \"x\", \"lockstep_delegations\": [\"%s\"]}".formatted(held)));

        assertThat(principal.holds(Delegation.parse(wanted))).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "site:oslo",
                "organization:contoso",
                "administrative-group:contoso/First Administrative Group"
            })
    void scopesReadAsTheyAreWritten(String text) {
        assertThat(Scope.parse(text)).hasToString(text);
    }

    @Test
    void aTargetNamesTheScopesThatCoverIt() {
        assertThat(Target.administrativeGroup(new OrganizationId("contoso"), "First")
                        .coveringScopes())
                .allMatch(scope -> scope.covers(Target.administrativeGroup(new OrganizationId("contoso"), "First")))
                .extracting(Scope::toString)
                .containsExactly("administrative-group:contoso/First", "organization:contoso", "*");
    }

    private static JsonNode json(String text) {
        try {
            return ContractJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
