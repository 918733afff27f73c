package dev.lockstep.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.siterunner.parsing.ParseException;
import dev.lockstep.siterunner.parsing.ToolOutput;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The programs for a namespace besides the own: what makes HTTP virtual servers, and what knows names. */
class HttpAndNameProgramsTest extends WithLab {

    private static final String RESOURCE = "Exchange HTTP Virtual Server - (MAILA) - (tailspintoys.com)";
    private static final String FACT = "/dns/aRecords/tailspintoys.com";

    @Test
    void anHttpVirtualServerDependsOnTheSystemAttendantAndComesOnline() throws Exception {
        ToolOutput made = create("EVSA");

        assertThat(made.exitCode()).as(made.lines().toString()).isZero();
        Resource created = group("EVSA").resource(RESOURCE).orElseThrow();
        assertThat(created.online()).isFalse();
        assertThat(created.dependsOn())
                .containsExactly(group("EVSA")
                        .ofType("Microsoft Exchange System Attendant")
                        .getFirst()
                        .name());
        assertThat(run("", "cluster", "/cluster:CLU02", "res", RESOURCE, "/online", "/wait:60")
                        .exitCode())
                .isZero();
    }

    @Test
    void thereIsOneOfAName() throws Exception {
        create("EVSA");

        ToolOutput again = create("EVSA");

        assertThat(again.exitCode()).isNotZero();
        assertThat(again.lines()).containsExactly("The cluster has a resource " + RESOURCE + " already.");
    }

    @Test
    void whereThereIsNoSystemAttendantThereIsNone() throws Exception {
        ToolOutput refused = create("Cluster Group");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.lines()).containsExactly("The group Cluster Group has no System Attendant.");
    }

    @Test
    void aNameIsFoundOnceSomebodyGaveItAnAddress() throws Exception {
        assertThat(lookedUp()).containsEntry(FACT, JsonNodeFactory.instance.nullNode());

        assertThat(run("", "dnscmd", ".", "/RecordAdd", "tailspintoys.com", "@", "A", "10.10.0.50")
                        .exitCode())
                .isZero();

        assertThat(lookedUp()).containsEntry(FACT, JsonNodeFactory.instance.textNode("10.10.0.50"));
    }

    @Test
    void aHostOfAZoneHasItsFullName() throws Exception {
        run("", "dnscmd", ".", "/recordadd", "tailspintoys.com", "mail", "a", "10.10.0.51");

        assertThat(lab.now().directory().zone().records()).containsEntry("mail.tailspintoys.com", "10.10.0.51");
    }

    @Test
    void whatIsNoAddressIsRefused() throws Exception {
        assertThat(run("", "dnscmd", ".", "/RecordAdd", "tailspintoys.com", "@", "A", "elsewhere")
                        .exitCode())
                .isNotZero();
        assertThat(run("", "dnscmd", ".", "/ZoneInfo", "tailspintoys.com").exitCode())
                .isNotZero();
        assertThat(lookedUp()).containsEntry(FACT, JsonNodeFactory.instance.nullNode());
    }

    private ToolOutput create(String group) throws InterruptedException {
        return run("E2K-N1", "exchange-wizard", "create-http-virtual-server", "-group", group, "-resource", RESOURCE);
    }

    private Group group(String name) {
        return lab.now().clusters().getFirst().group(name).orElseThrow();
    }

    private Map<String, JsonNode> lookedUp() throws InterruptedException, ParseException {
        return look(
                "host-address",
                JsonNodeFactory.instance.objectNode().put("host", "tailspintoys.com"),
                "nslookup",
                "-type=A",
                "tailspintoys.com.");
    }
}
