package dev.lockstep.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FormatTest {

    private static final CefFormat CEF = new CefFormat("lockstep.example/audit", "1.0");
    private static final OcsfFormat OCSF = new OcsfFormat("lockstep.example/audit", "1.0");
    private static final Pattern HEAD = Pattern.compile("((?:\\\\.|[^|\\\\])*)\\|");
    private static final Pattern FIELD =
            Pattern.compile("(?:^| )([A-Za-z0-9]+)=((?:\\\\.|[^=\\\\])*)(?=$| [A-Za-z0-9]+=)");

    private static SiemEvent event(PublishedEvent event, String actor) {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-1", 7);
        attributes.put("type", EventCatalogue.typeOf(event));
        attributes.put("partitionkey", event.partitionKey());
        attributes.put("actor", actor);
        LedgerEntry entry = LedgerEntry.of(
                new CloudEvent(attributes, new String(EventCatalogue.write(event), StandardCharsets.UTF_8)));
        return SiemEvent.of(42, entry, entry);
    }

    private static SiemEvent aborted(String reason, String actor) {
        PublishedEvent last = new RolloutScript()
                .add(new RolloutEvent.RolloutAborted(
                        RolloutScript.CLUSTER,
                        new UUID(0, 1),
                        reason,
                        RolloutScript.authority(actor, "operator"),
                        RolloutScript.START))
                .published()
                .getLast();
        return event(last, actor);
    }

    /** What a receiver that keeps to the format reads. */
    private static Map<String, String> read(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher head = HEAD.matcher(line);
        int end = 0;
        for (String name : List.of("cef", "vendor", "product", "version", "id", "name", "severity")) {
            assertThat(head.find(end)).as(name + " of " + line).isTrue();
            assertThat(head.start()).isEqualTo(end);
            fields.put(name, head.group(1).replaceAll("\\\\(.)", "$1"));
            end = head.end();
        }
        String extension = line.substring(end);
        Matcher field = FIELD.matcher(extension);
        int read = 0;
        while (field.find()) {
            assertThat(field.start()).as(extension).isEqualTo(read);
            assertThat(fields.put(
                            field.group(1), field.group(2).replace("\\n", "\n").replaceAll("\\\\(.)", "$1")))
                    .isNull();
            read = field.end();
        }
        assertThat(read).as(extension).isEqualTo(extension.length());
        return fields;
    }

    private static JsonNode json(String line) {
        try {
            return ContractJson.mapper().readTree(line);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(line, malformed);
        }
    }

    @Test
    void anEntryIsAnEventOfCef() {
        assertThat(read(CEF.of(aborted("changed our minds", "olga"))))
                .containsEntry("cef", "CEF:0")
                .containsEntry("vendor", "Lockstep")
                .containsEntry("id", "lockstep.orchestration.rollout-aborted.v1")
                .containsEntry("name", "rollout aborted")
                .containsEntry("severity", "6")
                .containsEntry("rt", "1772360130123")
                .containsEntry("externalId", "42")
                .containsEntry("suser", "olga")
                .containsEntry("cs1Label", "cluster")
                .containsEntry("cs1", "contoso:clu01")
                .containsEntry("cs5Label", "leafHash")
                .containsEntry("msg", "ended the rollout: changed our minds");
    }

    @Test
    void anEntryIsAnEventOfOcsf() {
        JsonNode event = json(OCSF.of(aborted("changed our minds", "olga")));

        assertThat(event.path("class_uid").intValue()).isEqualTo(3004);
        assertThat(event.path("category_uid").intValue()).isEqualTo(3);
        assertThat(event.path("type_uid").longValue())
                .isEqualTo(event.path("class_uid").longValue() * 100
                        + event.path("activity_id").longValue());
        assertThat(event.path("severity_id").intValue()).isEqualTo(3);
        assertThat(event.path("time").longValue()).isEqualTo(1_772_360_130_123L);
        assertThat(event.path("metadata").path("version").asText()).isEqualTo("1.3.0");
        assertThat(event.path("metadata").path("sequence").longValue()).isEqualTo(42);
        assertThat(event.path("metadata").path("product").path("vendor_name").asText())
                .isEqualTo("Lockstep");
        assertThat(event.path("actor").path("user").path("name").asText()).isEqualTo("olga");
        assertThat(event.path("entity").path("uid").asText()).isEqualTo("rollout-1");
        assertThat(event.path("entity").path("type").asText()).isEqualTo("rollout");
        assertThat(event.path("unmapped").path("cluster").asText()).isEqualTo("contoso:clu01");
    }

    @Test
    void fieldsAndLinesCannotBeForged() {
        String hostile = "x| suser=root msg=\\=\r\nCEF:0|Other|\u2028<14>1 2026 \u0000\u202e\u0085 cs1=y \\";

        String line = CEF.of(aborted(hostile, hostile));

        assertThat(line.lines()).hasSize(1);
        assertThat(line).matches("[^\\p{Cntrl}\u2028\u2029\u0085\u202e]*");
        assertThat(read(line))
                .containsEntry("cs1", "contoso:clu01")
                .containsEntry("suser", "x| suser=root msg=\\=\nCEF:0|Other| <14>1 2026     cs1=y \\")
                .hasSize(read(CEF.of(aborted("a", "a"))).size());
        String json = OCSF.of(aborted(hostile, hostile));
        assertThat(json).matches("[ -~]*");
        assertThat(json(json).path("actor").path("user").path("name").asText()).isEqualTo(hostile);
    }

    @Property(tries = 300)
    void whateverIsWrittenIsReadBackAsOneEventOfTheSameFields(@ForAll String reason, @ForAll String actor) {
        SiemEvent event = aborted("r" + reason, "a" + actor);
        int fields = read(CEF.of(aborted("r", "a"))).size();

        assertThat(read(CEF.of(event))).hasSize(fields);
        assertThat(CEF.of(event).lines()).hasSize(1);
        assertThat(OCSF.of(event)).matches("[ -~]*");
        json(OCSF.of(event));
    }

    @Test
    void whatIsTooLongIsCut() {
        assertThat(read(CEF.of(aborted("x".repeat(5_000), "olga"))).get("msg"))
                .hasSize(1_023)
                .endsWith("…");
    }

    @Test
    void refusalsAndBrokenGlassWeighMore() {
        PlatformEvent.AccessDecided refused = new PlatformEvent.AccessDecided(
                "audit",
                "audit.change-key",
                "POST",
                "/api/audit/verifier-key/rotation",
                RolloutScript.OPERATOR,
                null,
                null,
                "role-missing",
                List.of(),
                Instant.EPOCH);
        PublishedEvent broken = new RolloutScript()
                .overridden(new UUID(0, 1), "a", RolloutScript.OPERATOR, RolloutScript.APPROVER, Duration.ofHours(1))
                .published()
                .getLast();

        assertThat(broken).isInstanceOf(OverrideEvent.ApprovalOverridden.class);
        assertThat(read(CEF.of(event(refused, "olga"))))
                .containsEntry("outcome", "failure")
                .containsEntry("severity", "6");
        assertThat(json(OCSF.of(event(refused, "olga"))).path("status_id").intValue())
                .isEqualTo(2);
        assertThat(read(CEF.of(event(broken, "arne")))).containsEntry("severity", "9");
        assertThat(json(OCSF.of(event(broken, "arne"))).path("severity_id").intValue())
                .isEqualTo(4);
    }

    @Test
    void whoReadsIsPlainAndWhoWasRefusedIsNot() {
        PlatformEvent read = new PlatformEvent.HistoryRead(
                "audit",
                "audit.search",
                "/api/audit/entries",
                "text=reboot",
                RolloutScript.OPERATOR,
                "permitted",
                200,
                25,
                Instant.EPOCH);
        PlatformEvent refused = new PlatformEvent.ActRefused(
                "orchestration",
                "orchestration.approve",
                "POST",
                "/api/orchestration/rollouts/r1/approvals",
                RolloutScript.OPERATOR,
                "oslo",
                "contoso",
                403,
                "approver-is-requester",
                "Nobody approves what they asked for.",
                Instant.EPOCH);
        PlatformEvent tokens = new PlatformEvent.TokensRefused(
                "audit",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(
                        new PlatformEvent.RefusedTokens("10.0.0.1", "forged", 3),
                        new PlatformEvent.RefusedTokens("10.0.0.2", "expired", 4)));

        PlatformEvent signIn = new PlatformEvent.IdentityActRecorded(
                "1",
                "LOGIN_ERROR",
                "olga",
                "u1",
                "lockstep-cli",
                "10.0.0.3",
                "invalid_user_credentials",
                null,
                List.of(),
                Instant.EPOCH);
        PlatformEvent grant = new PlatformEvent.IdentityActRecorded(
                "2",
                "CREATE REALM_ROLE_MAPPING",
                null,
                "u2",
                null,
                null,
                null,
                "users/u1/role-mappings/realm",
                List.of("approver"),
                Instant.EPOCH);

        PlatformEvent failures = new PlatformEvent.IdentityFailuresRecorded(List.of(
                new PlatformEvent.IdentityFailures(
                        "LOGIN_ERROR",
                        "user_not_found",
                        "lockstep-cli",
                        "10.0.0.0/24",
                        3,
                        Instant.EPOCH,
                        Instant.EPOCH),
                new PlatformEvent.IdentityFailures(
                        "CLIENT_LOGIN_ERROR", "client_not_found", null, "others", 4, Instant.EPOCH, Instant.EPOCH)));

        assertThat(read(CEF.of(event(failures, "audit-service"))))
                .containsEntry("outcome", "failure")
                .containsEntry("severity", "6")
                .containsEntry(
                        "msg",
                        "7 requests of nobody known to the identity provider failed: 3 login error (user_not_found) from"
                                + " 10.0.0.0/24; 4 client login error (client_not_found) from others");
        assertThat(read(CEF.of(event(signIn, "olga"))))
                .containsEntry("outcome", "failure")
                .containsEntry("severity", "6")
                .containsEntry("msg", "login error, through lockstep-cli: invalid_user_credentials");
        assertThat(read(CEF.of(event(grant, "audit-service"))))
                .containsEntry("outcome", "success")
                .containsEntry("severity", "6")
                .containsEntry("msg", "create realm role mapping of users/u1/role-mappings/realm: approver");
        assertThat(read(CEF.of(event(read, "olga"))))
                .containsEntry("outcome", "success")
                .containsEntry("severity", "3")
                .containsEntry("msg", "read /api/audit/entries?text=reboot: permitted, 25 answered");
        assertThat(read(CEF.of(event(refused, "olga"))))
                .containsEntry("outcome", "failure")
                .containsEntry("severity", "6");
        assertThat(read(CEF.of(event(tokens, "audit-service"))))
                .containsEntry("outcome", "failure")
                .containsEntry("msg", "7 tokens refused: 3 forged from 10.0.0.1; 4 expired from 10.0.0.2");
    }

    @Test
    void anEntryOfATypeThatIsNotKnownIsSentAsNotable() {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-1", 7);
        attributes.put("type", "lockstep.orchestration.something-new.v9");
        LedgerEntry entry = LedgerEntry.of(new CloudEvent(attributes, "{}"));
        SiemEvent event = SiemEvent.of(1, entry, entry);

        assertThat(read(CEF.of(event))).containsEntry("name", "something new").containsEntry("severity", "6");
    }
}
