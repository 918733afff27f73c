package dev.lockstep.audit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.audit.identity.KeycloakRecords.Source;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a record goes into the history. */
class IdentityActsReadingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode record() {
        return JSON.createObjectNode().put("id", "1").put("time", 17L);
    }

    private static IdentityActRecorded signIn(String typed) {
        ObjectNode record = record().put("type", "LOGIN").put("userId", "u1").put("ipAddress", "203.0.113.77");
        record.putObject("details").put("username", typed);
        return IdentityActs.of(Source.SIGN_INS, record, true);
    }

    private static IdentityActRecorded administered(String operation, String resource, String sent) {
        return IdentityActs.of(
                Source.ADMINISTRATION,
                record().put("operationType", operation)
                        .put("resourceType", resource)
                        .put("representation", sent),
                true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "Anna", "ANNA", " anna "})
    void anAccountHasOneName(String typed) {
        assertThat(signIn(typed).account()).isEqualTo("anna");
        assertThat(signIn(typed).address()).isEqualTo("203.0.113.77");
    }

    @Test
    void anAddressForMailIsNoName() {
        IdentityActRecorded act = signIn("Anna@contoso.example");

        assertThat(act.account()).isNull();
        assertThat(act.accountId()).isEqualTo("u1");
        assertThat(act.address()).as("under no key").isEqualTo("203.0.113.0/24");
    }

    @ParameterizedTest
    @CsvSource({
        "client_not_found, false",
        "invalid_client, false",
        "invalid_token, false",
        "anything_new, false",
        "user_not_found, true",
        "invalid_client_credentials, true"
    })
    void aClientIsNamedWhenThereIsOne(String error, boolean isKept) {
        IdentityActRecorded act = IdentityActs.of(
                Source.SIGN_INS,
                record().put("type", "LOGIN_ERROR").put("error", error).put("clientId", "anything at all"),
                true);

        assertThat(act.client()).isEqualTo(isKept ? "anything at all" : null);
    }

    @Test
    void whatRolesCountForIsTold() {
        String sent = """
                {"username":"anna","email":"anna@contoso.example","attributes":{"phone":["1"],
                "lockstep_scopes":["site:oslo","organization:contoso"]}}""";

        assertThat(administered("UPDATE", "USER", sent).granted())
                .containsExactly(
                        "lockstep_scopes=site:oslo", "lockstep_scopes=organization:contoso", "lockstep_delegations=");
        assertThat(administered("CREATE", "GROUP", sent).granted())
                .containsExactly("lockstep_scopes=site:oslo", "lockstep_scopes=organization:contoso");
        assertThat(administered("UPDATE", "USER", "{\"email\":\"anna@contoso.example\"}")
                        .granted())
                .as("attributes that were not sent stay")
                .isEmpty();
        assertThat(administered("UPDATE", "CLIENT", sent).granted()).isEmpty();
        assertThat(administered("UPDATE", "USER", "no JSON").granted()).isEmpty();
    }

    @Test
    void aLongListIsCut() {
        List<String> names = IntStream.range(0, 130)
                .mapToObj(number -> "{\"name\":\"role %d %s\"}".formatted(number, "x".repeat(1_000)))
                .toList();

        assertThat(administered("CREATE", "REALM_ROLE_MAPPING", names.toString())
                        .granted())
                .hasSize(IdentityActs.MOST_GRANTED + 1)
                .allMatch(name -> name.length() <= 201)
                .endsWith("and 30 more");
    }
}
