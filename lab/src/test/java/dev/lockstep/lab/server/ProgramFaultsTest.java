package dev.lockstep.lab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Fault;
import dev.lockstep.lab.world.Fault.Kind;
import dev.lockstep.lab.world.Fault.SetupStage;
import dev.lockstep.siterunner.parsing.ParseException;
import dev.lockstep.siterunner.parsing.ToolOutput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that hang or whose output cannot be trusted, and how faults are armed, remembered and refused. */
class ProgramFaultsTest extends WithLab {

    @Test
    void aCommandHangsUntilItIsMended() throws Exception {
        armed(Fault.ofProgram("hang", Kind.HANG, "cluster", List.of("/cluster:CLU02", "node"), 1));
        Thread mending = Thread.ofVirtual().unstarted(() -> {
            try {
                lab.await(world -> faults.pending().isEmpty(), PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            faults.mend("hang");
        });
        assertThat(run("", "cluster", "/cluster:CLU02", "group", "/status").exitCode())
                .as("another command")
                .isZero();

        mending.start();
        ToolOutput hung = run("", "cluster", "/cluster:CLU02", "node", "/status");
        mending.join();

        assertThat(hung.exitCode()).isNotZero();
        assertThat(look(
                        "cluster-node-listing",
                        JsonNodeFactory.instance.objectNode(),
                        "cluster",
                        "/cluster:CLU02",
                        "node",
                        "/status"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"GARBLED_OUTPUT", "TRUNCATED_OUTPUT", "FOREIGN_LANGUAGE"})
    void outputThatCannotBeTrustedIsNoFact(Kind kind) throws Exception {
        armed(Fault.ofProgram("output", kind, "", List.of(), 2));

        assertThatThrownBy(() -> look(
                        "cluster-node-listing",
                        JsonNodeFactory.instance.objectNode(),
                        "cluster",
                        "/cluster:CLU02",
                        "node",
                        "/status"))
                .isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> look(
                        "service-state",
                        node("E2K-N1").put("service", "ClusSvc"),
                        "sc",
                        "\\\\E2K-N1",
                        "query",
                        "ClusSvc"))
                .isInstanceOf(ParseException.class);

        assertThat(look(
                        "service-state",
                        node("E2K-N1").put("service", "ClusSvc"),
                        "sc",
                        "\\\\E2K-N1",
                        "query",
                        "ClusSvc"))
                .as("it happened twice")
                .isNotEmpty();
    }

    @Test
    void whatIsArmedIsRememberedAcrossARestart() throws Exception {
        armed(Fault.ofNode("clock", Kind.CLOCK_SKEW, "E2K-N1", SetupStage.PREREQUISITES, 30, 1));
        close();
        open();

        assertThat(faults.all()).extracting(Fault::id).containsExactly("clock");
    }

    @Test
    void whatIsNotThereCannotGoWrong() {
        assertThat(faults.add(Fault.ofNode("x", Kind.CLOCK_SKEW, "NOBODY", SetupStage.PREREQUISITES, 30, 1)))
                .isInstanceOf(Outcome.Refused.class);
        armed(Fault.ofProgram("x", Kind.HANG, "sc", List.of(), 1));
        assertThat(faults.add(Fault.ofProgram("x", Kind.HANG, "sc", List.of(), 1)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(faults.mend("y")).isInstanceOf(Outcome.Refused.class);
        assertThatThrownBy(() -> Fault.ofNode("x", Kind.SETUP_FAILS, "", SetupStage.REGISTERING, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
