package dev.lockstep.audit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.audit.identity.KeycloakRecords.Source;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import dev.lockstep.service.http.Network;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of Keycloak's records goes into the history: nothing that anybody can write there at will, and of persons only what comes under their key. */
final class IdentityActs {

    static final int MOST_GRANTED = 100;
    static final String NOT_WHOLE = "(not read: the record is too large)";

    private static final int LONGEST_GRANTED = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> GRANTS = Set.of("REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING", "GROUP_MEMBERSHIP");
    private static final Set<String> HOLDERS = Set.of("USER", "GROUP");
    private static final List<String> ATTRIBUTES = List.of("lockstep_scopes", "lockstep_delegations");

    /** Errors that Keycloak meets after it has looked the client up; before, the client's id is what the request said. */
    private static final Set<String> OF_A_CLIENT = Set.of(
            "invalid_client_credentials",
            "client_disabled",
            "user_not_found",
            "invalid_user_credentials",
            "user_disabled",
            "user_temporarily_disabled");

    private IdentityActs() {}

    /**
     * One record.
     *
     * @param whole whether it was read to its end; otherwise what came first of it
     */
    static IdentityActRecorded of(Source source, JsonNode record, boolean whole) {
        return switch (source) {
            case SIGN_INS -> signIn(record);
            case ADMINISTRATION -> administered(record, whole);
        };
    }

    private static IdentityActRecorded signIn(JsonNode record) {
        String accountId = text(record, "userId");
        String account = accountId == null ? null : name(text(record.path("details"), "username"));
        String error = text(record, "error");
        return new IdentityActRecorded(
                record.path("id").asText(),
                record.path("type").asText(),
                account,
                accountId,
                error == null || OF_A_CLIENT.contains(error) ? text(record, "clientId") : null,
                address(account, text(record, "ipAddress")),
                error,
                null,
                List.of(),
                time(record));
    }

    /**
     * The account's name, of what was typed for it. Keycloak keeps names in small letters; what has an @ may be the address for mail, by which
     * realms may let people sign in, and would be another name of the same person.
     */
    private static @Nullable String name(@Nullable String typed) {
        return typed == null || typed.contains("@") ? null : typed.strip().toLowerCase(Locale.ROOT);
    }

    /** The address where it comes under the key of the one who is named, and the network where nobody is. */
    private static @Nullable String address(@Nullable String account, @Nullable String address) {
        return address == null || account != null ? address : Network.of(address);
    }

    private static IdentityActRecorded administered(JsonNode record, boolean whole) {
        JsonNode by = record.path("authDetails");
        return new IdentityActRecorded(
                record.path("id").asText(),
                record.path("operationType").asText() + " "
                        + record.path("resourceType").asText(),
                null,
                text(by, "userId"),
                text(by, "clientId"),
                address(null, text(by, "ipAddress")),
                text(record, "error"),
                record.path("resourcePath").asText(),
                whole ? granted(record) : List.of(NOT_WHOLE),
                time(record));
    }

    private static List<String> granted(JsonNode record) {
        String what = record.path("resourceType").asText();
        if (!GRANTS.contains(what) && !HOLDERS.contains(what)) {
            return List.of();
        }
        JsonNode sent = sent(record.path("representation").asText());
        List<String> all = GRANTS.contains(what)
                ? names(sent)
                : attributes(
                        sent.path("attributes"),
                        record.path("operationType").asText().equals("UPDATE"));
        List<String> granted = new ArrayList<>(all.stream()
                .limit(MOST_GRANTED)
                .map(text -> text.length() <= LONGEST_GRANTED ? text : text.substring(0, LONGEST_GRANTED) + "…")
                .toList());
        if (all.size() > MOST_GRANTED) {
            granted.add("and %d more".formatted(all.size() - MOST_GRANTED));
        }
        return granted;
    }

    /** What Keycloak was sent. */
    private static JsonNode sent(String representation) {
        try {
            return JSON.readTree(representation);
        } catch (IOException notKept) {
            return JSON.missingNode();
        }
    }

    /** The names of roles or groups. */
    private static List<String> names(JsonNode sent) {
        return sent.isArray()
                ? sent.findValuesAsText("name")
                : sent.has("name") ? List.of(sent.path("name").asText()) : List.of();
    }

    /** The attributes by which roles count for something; a change replaces all of them, when it has any. */
    private static List<String> attributes(JsonNode sent, boolean change) {
        List<String> attributes = new ArrayList<>();
        for (String name : ATTRIBUTES) {
            JsonNode values = sent.path(name);
            values.forEach(value -> attributes.add(name + "=" + value.asText()));
            if (change && sent.isObject() && values.isEmpty()) {
                attributes.add(name + "=");
            }
        }
        return attributes;
    }

    private static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }

    private static Instant time(JsonNode record) {
        return Instant.ofEpochMilli(record.path("time").asLong());
    }
}
